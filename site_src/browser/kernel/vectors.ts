// Two float64 or four float32 numbers at a time: what a register of 128 bits holds. All that the kernel does
// is built of these. T is f64 or f32; an address is in bytes, a count or an index in numbers. A loop that is hot
// goes through whole registers first, and looks at the end of the array once, behind it.

@inline export const REGISTER: i32 = 16; // bytes

/** How many numbers a register holds. */
@inline export function lanes<T>(): i32 {
  return REGISTER / <i32>sizeof<T>();
}

/** The address of the number with this index in an array that begins at `array`. */
@inline export function at<T>(array: usize, index: i32): usize {
  return array + (<usize>index << alignof<T>());
}

/** A register with the next numbers of an array of which there are `left`; zeros where it ends. */
@inline export function get<T>(from: usize, left: i32): v128 {
  return left >= lanes<T>() ? v128.load(from) : getLast<T>(from, left);
}

export function getLast<T>(from: usize, left: i32): v128 {
  let numbers = v128.splat<T>(0);
  if (left > 0) numbers = v128.replace_lane<T>(numbers, 0, load<T>(from));
  if (sizeof<T>() == 4) {
    if (left > 1) numbers = v128.replace_lane<T>(numbers, 1, load<T>(at<T>(from, 1)));
    if (left > 2) numbers = v128.replace_lane<T>(numbers, 2, load<T>(at<T>(from, 2)));
  }
  return numbers;
}

/** The opposite of `get`: no number is written behind the end. */
@inline export function put<T>(to: usize, numbers: v128, left: i32): void {
  if (left >= lanes<T>()) v128.store(to, numbers);
  else putLast<T>(to, numbers, left);
}

export function putLast<T>(to: usize, numbers: v128, left: i32): void {
  if (left > 0) store<T>(to, v128.extract_lane<T>(numbers, 0));
  if (sizeof<T>() == 4) {
    if (left > 1) store<T>(at<T>(to, 1), v128.extract_lane<T>(numbers, 1));
    if (left > 2) store<T>(at<T>(to, 2), v128.extract_lane<T>(numbers, 2));
  }
}

/** sum + a · b */
@inline export function plusProduct<T>(sum: v128, a: v128, b: v128): v128 {
  return v128.add<T>(sum, v128.mul<T>(a, b));
}

/** The sum of the numbers in a register. */
@inline export function total<T>(numbers: v128): T {
  const two = v128.extract_lane<T>(numbers, 0) + v128.extract_lane<T>(numbers, 1);
  if (sizeof<T>() == 8) return <T>two;
  return <T>(two + (v128.extract_lane<T>(numbers, 2) + v128.extract_lane<T>(numbers, 3)));
}

/** a [count] · b [count] */
export function dot<T>(a: usize, b: usize, count: i32): T {
  let sum = v128.splat<T>(0);
  for (; count >= lanes<T>(); count -= lanes<T>(), a += REGISTER, b += REGISTER) {
    sum = plusProduct<T>(sum, v128.load(a), v128.load(b));
  }
  if (count > 0) sum = plusProduct<T>(sum, getLast<T>(a, count), getLast<T>(b, count));
  return total<T>(sum);
}

/** out [count] += factor · x [count] */
export function addScaled<T>(out: usize, x: usize, factor: T, count: i32): void {
  const factors = v128.splat<T>(factor);
  for (; count >= lanes<T>(); count -= lanes<T>(), out += REGISTER, x += REGISTER) {
    addSome<T>(out, x, factors, lanes<T>());
  }
  if (count > 0) addSome<T>(out, x, factors, count);
}

@inline export function addSome<T>(out: usize, x: usize, factors: v128, left: i32): void {
  put<T>(out, plusProduct<T>(get<T>(out, left), factors, get<T>(x, left)), left);
}

/** out [count] = factor · x [count] */
export function scale<T>(out: usize, x: usize, factor: T, count: i32): void {
  const factors = v128.splat<T>(factor);
  for (; count >= lanes<T>(); count -= lanes<T>(), out += REGISTER, x += REGISTER) {
    v128.store(out, v128.mul<T>(factors, v128.load(x)));
  }
  if (count > 0) putLast<T>(out, v128.mul<T>(factors, getLast<T>(x, count)), count);
}

/**
 * e^x of each number in a register, to about an ulp.
 *
 * x = n · ln 2 + r, with n whole and r at most half of ln 2: e^x = 2^n · e^r, and e^r = 1 + r + r²/2! + r³/3!
 * + …, of which 13 powers of r (for float32, 7) are all that counts. n · ln 2 is taken off in two parts, the
 * first of so few digits that it is exact (Cody and Waite, Software Manual for the Elementary Functions,
 * 1980). Infinities, NaN, and results that are too large or too small come out as IEEE 754 has them.
 *
 * To a number that is as large as `whole` no fraction can be added: the sum is rounded, and its last bits are
 * those of n. (Instructions that round, or make integers, take several of the processor's.)
 */
@inline export function exp<T>(x: v128): v128 {
  const double = sizeof<T>() == 8;
  const least = v128.splat<T>(<T>(double ? -746 : -104)); // below it e^x is 0,
  const most = v128.splat<T>(<T>(double ? 710 : 89)); // and above this infinite; a NaN stays one
  x = v128.pmin<T>(v128.pmax<T>(x, least), most);
  const whole = v128.splat<T>(<T>(double ? 6755399441055744 : 12582912)); // 1.5 · 2^52, and 1.5 · 2^23
  const both = plusProduct<T>(whole, x, v128.splat<T>(<T>1.4426950408889634)); // 1 / ln 2
  const n = v128.sub<T>(both, whole);
  const first = v128.splat<T>(<T>(double ? -6.93147180369123816490e-1 : -0.693359375));
  const second = v128.splat<T>(<T>(double ? -1.90821492927058770002e-10 : 2.12194440054690583e-4));
  const r = plusProduct<T>(plusProduct<T>(x, n, first), n, second);
  let sum = v128.splat<T>(<T>(double ? 1.0 / 6227020800.0 : 1.0 / 5040.0)); // 1 / 13! or 1 / 7!
  if (double) {
    sum = term<T>(sum, r, 1.0 / 479001600.0);
    sum = term<T>(sum, r, 1.0 / 39916800.0);
    sum = term<T>(sum, r, 1.0 / 3628800.0);
    sum = term<T>(sum, r, 1.0 / 362880.0);
    sum = term<T>(sum, r, 1.0 / 40320.0);
    sum = term<T>(sum, r, 1.0 / 5040.0);
  }
  sum = term<T>(sum, r, 1.0 / 720.0);
  sum = term<T>(sum, r, 1.0 / 120.0);
  sum = term<T>(sum, r, 1.0 / 24.0);
  sum = term<T>(sum, r, 1.0 / 6.0);
  sum = term<T>(sum, r, 0.5);
  sum = term<T>(sum, r, 1);
  sum = term<T>(sum, r, 1);
  // In two steps, as 2^n itself may be too large or too small for a number where e^x is not.
  const half = plusProduct<T>(whole, n, v128.splat<T>(0.5));
  if (double) {
    const one = i64x2.splat(1023); // 2^n has the exponent n + 1023, above 52 bits of which none is set
    const powers = v128.mul<T>(sum, i64x2.shl(i64x2.add(half, one), 52));
    return v128.mul<T>(powers, i64x2.shl(i64x2.add(i64x2.sub(both, half), one), 52));
  }
  const one = i32x4.splat(127);
  const powers = v128.mul<T>(sum, i32x4.shl(i32x4.add(half, one), 23));
  return v128.mul<T>(powers, i32x4.shl(i32x4.add(i32x4.sub(both, half), one), 23));
}

@inline function term<T>(sum: v128, r: v128, coefficient: f64): v128 {
  return plusProduct<T>(v128.splat<T>(<T>coefficient), sum, r);
}
