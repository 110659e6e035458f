// How wrong the model is, and a step that makes it less so.

import { fill, highest, powers } from "./rows";
import { at, get, lanes, plusProduct, put, REGISTER, scale } from "./vectors";

/**
 * Returns the loss: weight · −ln of the share that softmax gives to its target, for each row of logits [rows,
 * columns], summed. gradient [rows, columns]: of the loss, for the logits. It may be the logits themselves.
 *
 * targets [rows], int32; −1: the row does not count. weights [rows].
 */
export function crossEntropy<T>(
  gradient: usize,
  logits: usize,
  targets: usize,
  weights: usize,
  rows: i32,
  columns: i32,
): f64 {
  let loss: f64 = 0;
  for (let row = 0; row < rows; row++, gradient = at<T>(gradient, columns), logits = at<T>(logits, columns)) {
    const target = load<i32>(at<i32>(targets, row));
    if (target < 0) {
      fill<T>(gradient, 0, columns);
      continue;
    }
    const weight = load<T>(at<T>(weights, row));
    const most = highest<T>(logits, columns);
    const below = <f64>most - <f64>load<T>(at<T>(logits, target));
    const all = powers<T>(gradient, logits, most, columns);
    loss += <f64>weight * (Math.log(<f64>all) + below);
    scale<T>(gradient, gradient, weight / all, columns);
    const wanted = at<T>(gradient, target);
    store<T>(wanted, load<T>(wanted) - weight);
  }
  return loss;
}

/**
 * One step of AdamW (Loshchilov and Hutter, 2019): parameters [count] go against their gradients [count].
 *
 * means and squares [count]: running means of the gradients and of their squares, with betas of their own.
 * The corrections, 1 − beta^step, make up for their start at 0.
 */
export function adamw<T>(
  parameters: usize,
  gradients: usize,
  means: usize,
  squares: usize,
  count: i32,
  learningRate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
  weightDecay: f64,
  correction1: f64,
  correction2: f64,
): void {
  const keep = v128.splat<T>(<T>(1 - learningRate * weightDecay));
  const step = v128.splat<T>(<T>(-learningRate / correction1));
  const unbias = v128.splat<T>(<T>(1 / correction2));
  const least = v128.splat<T>(<T>epsilon);
  const old1 = v128.splat<T>(<T>beta1);
  const new1 = v128.splat<T>(<T>(1 - beta1));
  const old2 = v128.splat<T>(<T>beta2);
  const new2 = v128.splat<T>(<T>(1 - beta2));
  for (let left = count, i = 0; left > 0; left -= lanes<T>(), i += REGISTER) {
    const gradient = get<T>(gradients + i, left);
    const mean = plusProduct<T>(v128.mul<T>(old1, get<T>(means + i, left)), new1, gradient);
    const squared = v128.mul<T>(gradient, gradient);
    const square = plusProduct<T>(v128.mul<T>(old2, get<T>(squares + i, left)), new2, squared);
    put<T>(means + i, mean, left);
    put<T>(squares + i, square, left);
    const size = v128.add<T>(v128.sqrt<T>(v128.mul<T>(square, unbias)), least);
    const kept = v128.mul<T>(keep, get<T>(parameters + i, left));
    put<T>(parameters + i, plusProduct<T>(kept, step, v128.div<T>(mean, size)), left);
  }
}
