// What looks back over the words of a text. The rows of a matrix are words; several texts may follow one
// another, and starts, int32, gives for each word the row in which its own text begins. The rows that are
// asked for may be the last ones of more: then `before` of them came earlier, as where a text is read word
// after word.

import { matrixVector, vectorMatrix } from "./matmul";
import { fill, softmax } from "./rows";
import { addScaled, addSome, at, dot, lanes, REGISTER } from "./vectors";

/**
 * out [rows, columns]: the means of rows of x [before + rows, columns] and up to `near` before each in its text
 *
 * The smeared keys of Olsson and others, In-context Learning and Induction Heads (2022), without parameters.
 */
export function smear<T>(
  out: usize,
  x: usize,
  starts: usize,
  rows: i32,
  columns: i32,
  near: i32,
  before: i32,
): void {
  for (let row = 0; row < rows; row++, out = at<T>(out, columns)) {
    const last = before + row;
    const first = max(load<i32>(at<i32>(starts, row)), last - near);
    const share = <T>1 / <T>(last - first + 1);
    fill<T>(out, 0, columns);
    for (let one = first; one <= last; one++) addScaled<T>(out, at<T>(x, one * columns), share, columns);
  }
}

/** dx [rows, columns] += the gradient for `smear`, where no rows came before */
export function smearBack<T>(dx: usize, dy: usize, starts: usize, rows: i32, columns: i32, near: i32): void {
  for (let row = 0; row < rows; row++, dy = at<T>(dy, columns)) {
    const first = max(load<i32>(at<i32>(starts, row)), row - near);
    const share = <T>1 / <T>(row - first + 1);
    for (let one = first; one <= row; one++) addScaled<T>(at<T>(dx, one * columns), dy, share, columns);
  }
}

/**
 * out [rows, heads · size]: what each head brings to each word, out of the words of its text up to itself
 *
 * query [rows, heads · size]; key and value [before + rows, heads · size]; slopes [heads]: what each step
 * back takes off a score (ALiBi: Press and others, Train Short, Test Long, 2022). shares [rows, heads, span]
 * are kept for attentionBack: the first one is that of the first word of the text; no text has more than
 * `span` words.
 */
export function attention<T>(
  out: usize,
  shares: usize,
  query: usize,
  key: usize,
  value: usize,
  starts: usize,
  slopes: usize,
  rows: i32,
  heads: i32,
  size: i32,
  span: i32,
  before: i32,
): void {
  const columns = heads * size;
  const smaller = <T>1 / sqrt<T>(<T>size);
  for (let row = 0; row < rows; row++) {
    const start = load<i32>(at<i32>(starts, row));
    const words = before + row - start + 1;
    for (let head = 0; head < heads; head++) {
      const here = start * columns + head * size; // of this head, in the first word of the text
      const own = row * columns + head * size;
      matrixVector<T>(shares, at<T>(key, here), at<T>(query, own), words, size, columns, false);
      const slope = load<T>(at<T>(slopes, head));
      for (let word = 0; word < words; word++) {
        const score = at<T>(shares, word);
        store<T>(score, load<T>(score) * smaller - slope * <T>(words - 1 - word));
      }
      softmax<T>(shares, shares, 1, words);
      vectorMatrix<T>(at<T>(out, own), shares, at<T>(value, here), words, size, columns, false);
      shares = at<T>(shares, span);
    }
  }
}

/**
 * dquery, dkey and dvalue [rows, heads · size] += the gradients for `attention`, where no rows came before
 *
 * What a score gains is measured against what its word gained: the sum of dout · out (Dao and others, 2022).
 */
export function attentionBack<T>(
  dquery: usize,
  dkey: usize,
  dvalue: usize,
  dout: usize,
  out: usize,
  shares: usize,
  query: usize,
  key: usize,
  value: usize,
  starts: usize,
  rows: i32,
  heads: i32,
  size: i32,
  span: i32,
): void {
  const columns = heads * size;
  const smaller = <T>1 / sqrt<T>(<T>size);
  for (let row = 0; row < rows; row++) {
    const start = load<i32>(at<i32>(starts, row));
    for (let head = 0; head < heads; head++) {
      const own = row * columns + head * size;
      const gained = at<T>(dout, own);
      const mean = dot<T>(gained, at<T>(out, own), size);
      for (let word = start; word <= row; word++) {
        const its = word * columns + head * size;
        const share = load<T>(at<T>(shares, word - start));
        const dscore = share * (dot<T>(gained, at<T>(value, its), size) - mean) * smaller;
        const dscores = v128.splat<T>(dscore);
        const given = v128.splat<T>(share);
        const dq = at<T>(dquery, own);
        const k = at<T>(key, its);
        const dk = at<T>(dkey, its);
        const q = at<T>(query, own);
        const dv = at<T>(dvalue, its);
        let left = size;
        let i = 0;
        for (; left >= lanes<T>(); left -= lanes<T>(), i += REGISTER) {
          addSome<T>(dq + i, k + i, dscores, lanes<T>());
          addSome<T>(dk + i, q + i, dscores, lanes<T>());
          addSome<T>(dv + i, gained + i, given, lanes<T>());
        }
        if (left > 0) {
          addSome<T>(dq + i, k + i, dscores, left);
          addSome<T>(dk + i, q + i, dscores, left);
          addSome<T>(dv + i, gained + i, given, left);
        }
      }
      shares = at<T>(shares, span);
    }
  }
}
