"""Drawing and solving what is fitted to points: polynomials by least squares, and scales of powers of ten."""
