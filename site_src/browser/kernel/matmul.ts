// Matrix products. Where the left side is a single row, each number of the right side is read once, and taken
// as it lies. Else each is read many times: a block of the right side, two registers wide, is laid together,
// the panel, and four rows of the left side go along it at a time: their eight sums stay in registers.

import { at, dot, get, getLast, lanes, plusProduct, put, REGISTER, total } from "./vectors";

const LEFT_TRANSPOSED = 1;
const RIGHT_TRANSPOSED = 2;
const ACCUMULATE = 4;
@inline const PANEL: i32 = 2 * REGISTER; // bytes of one row of the panel

/**
 * out [rows, columns] = left [rows, inner] · right [inner, columns]
 *
 * flags: 1, left is stored as [inner, rows]; 2, right is stored as [columns, inner]; 4, add to what is in
 * out. scratch has room for 32 · (inner + 1) bytes.
 */
export function matmul<T>(
  out: usize,
  left: usize,
  right: usize,
  rows: i32,
  columns: i32,
  inner: i32,
  flags: i32,
  scratch: usize,
): void {
  const accumulate = (flags & ACCUMULATE) != 0;
  const rightTransposed = (flags & RIGHT_TRANSPOSED) != 0;
  if (rows == 1) {
    if (rightTransposed) matrixVector<T>(out, right, left, columns, inner, inner, accumulate);
    else vectorMatrix<T>(out, left, right, inner, columns, columns, accumulate);
    return;
  }
  const step = at<T>(0, 1);
  const leftRow = flags & LEFT_TRANSPOSED ? step : at<T>(0, inner); // bytes from one row to the next
  const leftInner = flags & LEFT_TRANSPOSED ? at<T>(0, rows) : step;
  const rightInner = rightTransposed ? step : at<T>(0, columns);
  const rightColumn = rightTransposed ? at<T>(0, inner) : step;
  const outRow = at<T>(0, columns);
  for (let column = 0; column < columns; column += 2 * lanes<T>()) {
    const wide = min(columns - column, 2 * lanes<T>());
    pack<T>(scratch, right + <usize>column * rightColumn, rightInner, rightColumn, inner, wide);
    let to = at<T>(out, column);
    let from = left;
    let row = 0;
    if (wide == 2 * lanes<T>()) {
      for (; row + 4 <= rows; row += 4, from += 4 * leftRow, to += 4 * outRow) {
        fourRows<T>(to, outRow, from, leftRow, leftInner, scratch, inner, accumulate);
      }
    }
    for (; row < rows; row++, from += leftRow, to += outRow) {
      oneRow<T>(to, from, leftInner, scratch, inner, accumulate, wide);
    }
  }
}

/** The panel: `wide` numbers of each row of the right side, and zeros up to two registers. */
function pack<T>(
  panel: usize,
  right: usize,
  rightInner: usize,
  rightColumn: usize,
  inner: i32,
  wide: i32,
): void {
  const whole = wide == 2 * lanes<T>() && rightColumn == at<T>(0, 1);
  for (; inner > 0; inner--, panel += PANEL, right += rightInner) {
    if (whole) {
      v128.store(panel, v128.load(right));
      v128.store(panel, v128.load(right, REGISTER), REGISTER);
    } else {
      for (let column = 0; column < 2 * lanes<T>(); column++) {
        const number: T = column < wide ? load<T>(right + <usize>column * rightColumn) : 0;
        store<T>(at<T>(panel, column), number);
      }
    }
  }
}

/** Four rows of the left side along the panel: four rows of `out`, two registers wide. */
function fourRows<T>(
  out: usize,
  outRow: usize,
  left: usize,
  leftRow: usize,
  leftInner: usize,
  panel: usize,
  inner: i32,
  accumulate: bool,
): void {
  let a0 = v128.splat<T>(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  let a = left;
  let b = a + leftRow;
  let c = b + leftRow;
  let d = c + leftRow;
  for (; inner > 0; inner--, panel += PANEL, a += leftInner, b += leftInner, c += leftInner, d += leftInner) {
    const right0 = v128.load(panel);
    const right1 = v128.load(panel, REGISTER);
    let number = v128.load_splat<T>(a);
    a0 = plusProduct<T>(a0, number, right0);
    a1 = plusProduct<T>(a1, number, right1);
    number = v128.load_splat<T>(b);
    b0 = plusProduct<T>(b0, number, right0);
    b1 = plusProduct<T>(b1, number, right1);
    number = v128.load_splat<T>(c);
    c0 = plusProduct<T>(c0, number, right0);
    c1 = plusProduct<T>(c1, number, right1);
    number = v128.load_splat<T>(d);
    d0 = plusProduct<T>(d0, number, right0);
    d1 = plusProduct<T>(d1, number, right1);
  }
  give<T>(out, a0, a1, accumulate, 2 * lanes<T>());
  give<T>(out + outRow, b0, b1, accumulate, 2 * lanes<T>());
  give<T>(out + 2 * outRow, c0, c1, accumulate, 2 * lanes<T>());
  give<T>(out + 3 * outRow, d0, d1, accumulate, 2 * lanes<T>());
}

/** One row of the left side along the panel: `wide` numbers of a row of `out`. */
function oneRow<T>(
  out: usize,
  left: usize,
  leftInner: usize,
  panel: usize,
  inner: i32,
  accumulate: bool,
  wide: i32,
): void {
  let sum0 = v128.splat<T>(0);
  let sum1 = sum0;
  for (; inner > 0; inner--, panel += PANEL, left += leftInner) {
    const number = v128.load_splat<T>(left);
    sum0 = plusProduct<T>(sum0, number, v128.load(panel));
    sum1 = plusProduct<T>(sum1, number, v128.load(panel, REGISTER));
  }
  give<T>(out, sum0, sum1, accumulate, wide);
}

@inline function give<T>(out: usize, sum0: v128, sum1: v128, accumulate: bool, wide: i32): void {
  const wide1 = wide - lanes<T>();
  put<T>(out, accumulate ? v128.add<T>(sum0, get<T>(out, wide)) : sum0, wide);
  if (wide1 <= 0) return;
  out += REGISTER;
  put<T>(out, accumulate ? v128.add<T>(sum1, get<T>(out, wide1)) : sum1, wide1);
}

/** out [rows] = matrix [rows, columns] · vector [columns]; from one row to the next it is `apart` numbers. */
export function matrixVector<T>(
  out: usize,
  matrix: usize,
  vector: usize,
  rows: i32,
  columns: i32,
  apart: i32,
  accumulate: bool,
): void {
  const next = at<T>(0, apart);
  for (; rows >= 4; rows -= 4, matrix += 4 * next) {
    let sumA = v128.splat<T>(0);
    let sumB = sumA;
    let sumC = sumA;
    let sumD = sumA;
    let x = vector;
    let a = matrix;
    let b = a + next;
    let c = b + next;
    let d = c + next;
    let left = columns;
    for (; left >= lanes<T>(); left -= lanes<T>(), x += REGISTER) {
      const numbers = v128.load(x);
      sumA = plusProduct<T>(sumA, numbers, v128.load(a));
      sumB = plusProduct<T>(sumB, numbers, v128.load(b));
      sumC = plusProduct<T>(sumC, numbers, v128.load(c));
      sumD = plusProduct<T>(sumD, numbers, v128.load(d));
      a += REGISTER;
      b += REGISTER;
      c += REGISTER;
      d += REGISTER;
    }
    if (left > 0) {
      const numbers = getLast<T>(x, left);
      sumA = plusProduct<T>(sumA, numbers, getLast<T>(a, left));
      sumB = plusProduct<T>(sumB, numbers, getLast<T>(b, left));
      sumC = plusProduct<T>(sumC, numbers, getLast<T>(c, left));
      sumD = plusProduct<T>(sumD, numbers, getLast<T>(d, left));
    }
    out = giveOne<T>(out, total<T>(sumA), accumulate);
    out = giveOne<T>(out, total<T>(sumB), accumulate);
    out = giveOne<T>(out, total<T>(sumC), accumulate);
    out = giveOne<T>(out, total<T>(sumD), accumulate);
  }
  for (; rows > 0; rows--, matrix += next) {
    out = giveOne<T>(out, dot<T>(matrix, vector, columns), accumulate);
  }
}

/** Returns the address of the next number. */
@inline function giveOne<T>(out: usize, number: T, accumulate: bool): usize {
  store<T>(out, accumulate ? <T>(load<T>(out) + number) : number);
  return at<T>(out, 1);
}

/** out [columns] = vector [rows] · matrix [rows, columns]; from one row to the next it is `apart` numbers. */
export function vectorMatrix<T>(
  out: usize,
  vector: usize,
  matrix: usize,
  rows: i32,
  columns: i32,
  apart: i32,
  accumulate: bool,
): void {
  const next = at<T>(0, apart);
  let left = columns;
  for (; left >= 2 * lanes<T>(); left -= 2 * lanes<T>(), out += PANEL, matrix += PANEL) {
    let sum0 = v128.splat<T>(0);
    let sum1 = sum0;
    for (let row = 0, x = vector, from = matrix; row < rows; row++, x = at<T>(x, 1), from += next) {
      const number = v128.load_splat<T>(x);
      sum0 = plusProduct<T>(sum0, number, v128.load(from));
      sum1 = plusProduct<T>(sum1, number, v128.load(from, REGISTER));
    }
    give<T>(out, sum0, sum1, accumulate, left);
  }
  for (; left > 0; left -= lanes<T>(), out += REGISTER, matrix += REGISTER) {
    let sum = v128.splat<T>(0);
    for (let row = 0, x = vector, from = matrix; row < rows; row++, x = at<T>(x, 1), from += next) {
      sum = plusProduct<T>(sum, v128.load_splat<T>(x), get<T>(from, left));
    }
    give<T>(out, sum, sum, accumulate, min(left, lanes<T>()));
  }
}
