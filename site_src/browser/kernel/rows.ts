// What is done with the numbers of a row, or with rows as they are. Matrices are stored row after row.
// What ends in Back adds to the gradient of an input what follows from the gradient of the output.

import {
  addScaled,
  at,
  dot,
  exp,
  get,
  getLast,
  lanes,
  plusProduct,
  put,
  putLast,
  REGISTER,
  scale,
  total,
} from "./vectors";

const EPSILON = 1e-6; // keeps a row of zeros from a division by 0

/** out [count] = value */
export function fill<T>(out: usize, value: T, count: i32): void {
  const values = v128.splat<T>(value);
  for (let left = count; left > 0; left -= lanes<T>(), out += REGISTER) put<T>(out, values, left);
}

/** out [count] = a [count] + b [count] */
export function add<T>(out: usize, a: usize, b: usize, count: i32): void {
  for (; count >= lanes<T>(); count -= lanes<T>(), out += REGISTER, a += REGISTER, b += REGISTER) {
    v128.store(out, v128.add<T>(v128.load(a), v128.load(b)));
  }
  if (count > 0) putLast<T>(out, v128.add<T>(getLast<T>(a, count), getLast<T>(b, count)), count);
}

/** out [rows, columns] = x [rows, columns] + row [columns], the same one for each */
export function addRow<T>(out: usize, x: usize, row: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, out = at<T>(out, columns), x = at<T>(x, columns)) add<T>(out, x, row, columns);
}

/** out [columns] += the sum of the rows of x [rows, columns] */
export function sumRows<T>(out: usize, x: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, x = at<T>(x, columns)) add<T>(out, out, x, columns);
}

/** out [rows, columns] = x [rows, columns], each row times its own one of by [rows] */
export function scaleRows<T>(out: usize, x: usize, by: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, out = at<T>(out, columns), x = at<T>(x, columns), by = at<T>(by, 1)) {
    scale<T>(out, x, load<T>(by), columns);
  }
}

/** dx [rows, columns] and dby [rows] += the gradients for `scaleRows` */
export function scaleRowsBack<T>(
  dx: usize,
  dby: usize,
  dy: usize,
  x: usize,
  by: usize,
  rows: i32,
  columns: i32,
): void {
  for (; rows > 0; rows--, by = at<T>(by, 1), dby = at<T>(dby, 1)) {
    addScaled<T>(dx, dy, load<T>(by), columns);
    store<T>(dby, load<T>(dby) + dot<T>(dy, x, columns));
    dx = at<T>(dx, columns);
    dy = at<T>(dy, columns);
    x = at<T>(x, columns);
  }
}

/** out [count] = x [count] where that is above 0, else 0 */
export function relu<T>(out: usize, x: usize, count: i32): void {
  for (; count >= lanes<T>(); count -= lanes<T>(), out += REGISTER, x += REGISTER) {
    reluSome<T>(out, x, lanes<T>());
  }
  if (count > 0) reluSome<T>(out, x, count);
}

@inline function reluSome<T>(out: usize, x: usize, left: i32): void {
  const numbers = get<T>(x, left);
  put<T>(out, above0<T>(numbers, numbers), left);
}

/** `numbers` where x is above 0, or NaN; else 0 */
@inline function above0<T>(numbers: v128, x: v128): v128 {
  return v128.andnot(numbers, v128.le<T>(x, v128.splat<T>(0)));
}

/** dx [count] += dy [count] where y [count] is not 0 */
export function reluBack<T>(dx: usize, dy: usize, y: usize, count: i32): void {
  for (; count >= lanes<T>(); count -= lanes<T>(), dx += REGISTER, dy += REGISTER, y += REGISTER) {
    reluBackSome<T>(dx, dy, y, lanes<T>());
  }
  if (count > 0) reluBackSome<T>(dx, dy, y, count);
}

@inline function reluBackSome<T>(dx: usize, dy: usize, y: usize, left: i32): void {
  put<T>(dx, v128.add<T>(get<T>(dx, left), above0<T>(get<T>(dy, left), get<T>(y, left))), left);
}

/** out [rows, columns] = x [rows, columns], each row times one of scales [rows]: so its mean square is 1 */
export function rms<T>(out: usize, scales: usize, x: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, out = at<T>(out, columns), x = at<T>(x, columns), scales = at<T>(scales, 1)) {
    const factor = <T>1 / sqrt<T>(dot<T>(x, x, columns) / <T>columns + <T>EPSILON);
    store<T>(scales, factor);
    scale<T>(out, x, factor, columns);
  }
}

/** dx [rows, columns] += the gradient for `rms`, of which y and scales came */
export function rmsBack<T>(dx: usize, dy: usize, y: usize, scales: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, scales = at<T>(scales, 1)) {
    const factor = v128.splat<T>(load<T>(scales));
    const along = v128.splat<T>(dot<T>(dy, y, columns) / <T>columns);
    let left = columns;
    for (; left >= lanes<T>(); left -= lanes<T>(), dx += REGISTER, dy += REGISTER, y += REGISTER) {
      rmsBackSome<T>(dx, dy, y, along, factor, lanes<T>());
    }
    rmsBackSome<T>(dx, dy, y, along, factor, left);
    dx = at<T>(dx, left);
    dy = at<T>(dy, left);
    y = at<T>(y, left);
  }
}

@inline function rmsBackSome<T>(dx: usize, dy: usize, y: usize, along: v128, factor: v128, left: i32): void {
  const across = v128.sub<T>(get<T>(dy, left), v128.mul<T>(along, get<T>(y, left)));
  put<T>(dx, plusProduct<T>(get<T>(dx, left), factor, across), left);
}

/** The highest of x [count]; of those that are numbers, if there is a NaN. */
export function highest<T>(x: usize, count: i32): T {
  let most = v128.splat<T>(-Infinity);
  for (; count >= lanes<T>(); count -= lanes<T>(), x += REGISTER) most = v128.pmax<T>(most, v128.load(x));
  let found = max<T>(v128.extract_lane<T>(most, 0), v128.extract_lane<T>(most, 1));
  if (sizeof<T>() == 4) {
    found = max<T>(found, max<T>(v128.extract_lane<T>(most, 2), v128.extract_lane<T>(most, 3)));
  }
  for (; count > 0; count--, x = at<T>(x, 1)) found = load<T>(x) > found ? load<T>(x) : found;
  return found;
}

/** out [count] = e^(x [count] − shift). Returns their sum. */
export function powers<T>(out: usize, x: usize, shift: T, count: i32): T {
  const shifts = v128.splat<T>(shift);
  let sum = v128.splat<T>(0);
  let left = count;
  for (; left >= lanes<T>(); left -= lanes<T>(), out += REGISTER, x += REGISTER) {
    const power = exp<T>(v128.sub<T>(v128.load(x), shifts));
    v128.store(out, power);
    sum = v128.add<T>(sum, power);
  }
  let all = total<T>(sum);
  if (left > 0) {
    putLast<T>(out, exp<T>(v128.sub<T>(getLast<T>(x, left), shifts)), left);
    all += total<T>(getLast<T>(out, left));
  }
  return all;
}

/** out [rows, columns] = e^x of x [rows, columns], as shares: each row adds up to 1 */
export function softmax<T>(out: usize, x: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, out = at<T>(out, columns), x = at<T>(x, columns)) {
    const all = powers<T>(out, x, highest<T>(x, columns), columns);
    scale<T>(out, out, <T>1 / all, columns);
  }
}

/** dx [rows, columns] += the gradient for `softmax`, of which y came */
export function softmaxBack<T>(dx: usize, dy: usize, y: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--) {
    const mean = v128.splat<T>(dot<T>(dy, y, columns));
    for (let left = columns, i = 0; left > 0; left -= lanes<T>(), i += REGISTER) {
      const above = v128.sub<T>(get<T>(dy + i, left), mean);
      put<T>(dx + i, plusProduct<T>(get<T>(dx + i, left), get<T>(y + i, left), above), left);
    }
    dx = at<T>(dx, columns);
    dy = at<T>(dy, columns);
    y = at<T>(y, columns);
  }
}

/** out [rows, columns]: for each of ids [rows], int32, that row of the table */
export function lookup<T>(out: usize, table: usize, ids: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++, out = at<T>(out, columns)) {
    scale<T>(out, at<T>(table, load<i32>(at<i32>(ids, row)) * columns), 1, columns);
  }
}

/** dtable: to the row of each of ids [rows] comes a row of dy [rows, columns] */
export function lookupBack<T>(dtable: usize, dy: usize, ids: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; row++, dy = at<T>(dy, columns)) {
    addScaled<T>(at<T>(dtable, load<i32>(at<i32>(ids, row)) * columns), dy, 1, columns);
  }
}

/** out [rows]: the largest size of a number in each row of x [rows, columns]; NaN where one is */
export function largest<T>(out: usize, x: usize, rows: i32, columns: i32): void {
  for (; rows > 0; rows--, out = at<T>(out, 1)) {
    let found: T = 0;
    for (let left = columns; left > 0; left--, x = at<T>(x, 1)) found = max<T>(found, abs<T>(load<T>(x)));
    store<T>(out, found);
  }
}

/**
 * out [rows, columns] = x [rows, columns], each number on the nearest level of its row
 *
 * The levels are the whole numbers from −most to most, times one of scales [rows]; halfway between two it is
 * the even one. Where most is 0 there are two: −scale for what is below 0, scale for all else. Of scale 0 all
 * is 0. In float64 for float32 too, as a quotient that is rounded first could end up halfway.
 */
export function roundRows<T>(
  out: usize,
  x: usize,
  scales: usize,
  rows: i32,
  columns: i32,
  most: i32,
): void {
  for (; rows > 0; rows--, scales = at<T>(scales, 1)) {
    const by = <f64>load<T>(scales);
    for (let left = columns; left > 0; left--, x = at<T>(x, 1), out = at<T>(out, 1)) {
      store<T>(out, <T>nearestLevel(<f64>load<T>(x), by, <f64>most));
    }
  }
}

function nearestLevel(number: f64, by: f64, most: f64): f64 {
  if (by == 0) return 0;
  if (most == 0) return number < 0 ? -by : by;
  return by * (nearest<f64>(min<f64>(most, max<f64>(-most, number / by))) + 0.0); // level 0 has no sign
}
