// The arithmetic of the pocket model, on memory that somebody else owns: a WebAssembly module of SIMD
// instructions that every current browser has. `make kernel` writes ../kernel.wasm from this; ../kernel.js
// puts it on Python's own memory.
//
// Each operation is there twice, for float64 and for float32, out of one text. Here are only their names;
// what they do, and the shapes of what they take, stands where they are written. Arrays are given by their
// addresses, in bytes. Nobody checks here that an array is as long as the counts say: knobs/tensor.py does.
//
// This module has no memory, data, globals or stack of its own: any of these would lie in the middle of
// Python's.

import { adamw, crossEntropy } from "./learning";
import { matmul } from "./matmul";
import {
  add,
  addRow,
  fill,
  largest,
  lookup,
  lookupBack,
  relu,
  reluBack,
  rms,
  rmsBack,
  roundRows,
  scaleRows,
  scaleRowsBack,
  softmax,
  softmaxBack,
  sumRows,
} from "./rows";
import { attention, attentionBack, smear, smearBack } from "./texts";
import { addScaled } from "./vectors";

export function fill_f64(out: usize, value: f64, count: i32): void {
  fill<f64>(out, value, count);
}

export function fill_f32(out: usize, value: f32, count: i32): void {
  fill<f32>(out, value, count);
}

export function add_f64(out: usize, a: usize, b: usize, count: i32): void {
  add<f64>(out, a, b, count);
}

export function add_f32(out: usize, a: usize, b: usize, count: i32): void {
  add<f32>(out, a, b, count);
}

export function add_scaled_f64(out: usize, x: usize, factor: f64, count: i32): void {
  addScaled<f64>(out, x, factor, count);
}

export function add_scaled_f32(out: usize, x: usize, factor: f32, count: i32): void {
  addScaled<f32>(out, x, factor, count);
}

export function add_row_f64(out: usize, x: usize, row: usize, rows: i32, columns: i32): void {
  addRow<f64>(out, x, row, rows, columns);
}

export function add_row_f32(out: usize, x: usize, row: usize, rows: i32, columns: i32): void {
  addRow<f32>(out, x, row, rows, columns);
}

export function sum_rows_f64(out: usize, x: usize, rows: i32, columns: i32): void {
  sumRows<f64>(out, x, rows, columns);
}

export function sum_rows_f32(out: usize, x: usize, rows: i32, columns: i32): void {
  sumRows<f32>(out, x, rows, columns);
}

export function scale_rows_f64(out: usize, x: usize, by: usize, rows: i32, columns: i32): void {
  scaleRows<f64>(out, x, by, rows, columns);
}

export function scale_rows_f32(out: usize, x: usize, by: usize, rows: i32, columns: i32): void {
  scaleRows<f32>(out, x, by, rows, columns);
}

export function scale_rows_back_f64(
  dx: usize, dby: usize, dy: usize, x: usize, by: usize, rows: i32, columns: i32,
): void {
  scaleRowsBack<f64>(dx, dby, dy, x, by, rows, columns);
}

export function scale_rows_back_f32(
  dx: usize, dby: usize, dy: usize, x: usize, by: usize, rows: i32, columns: i32,
): void {
  scaleRowsBack<f32>(dx, dby, dy, x, by, rows, columns);
}

export function matmul_f64(
  out: usize, left: usize, right: usize, rows: i32, columns: i32, inner: i32, flags: i32, scratch: usize,
): void {
  matmul<f64>(out, left, right, rows, columns, inner, flags, scratch);
}

export function matmul_f32(
  out: usize, left: usize, right: usize, rows: i32, columns: i32, inner: i32, flags: i32, scratch: usize,
): void {
  matmul<f32>(out, left, right, rows, columns, inner, flags, scratch);
}

export function relu_f64(out: usize, x: usize, count: i32): void {
  relu<f64>(out, x, count);
}

export function relu_f32(out: usize, x: usize, count: i32): void {
  relu<f32>(out, x, count);
}

export function relu_back_f64(dx: usize, dy: usize, y: usize, count: i32): void {
  reluBack<f64>(dx, dy, y, count);
}

export function relu_back_f32(dx: usize, dy: usize, y: usize, count: i32): void {
  reluBack<f32>(dx, dy, y, count);
}

export function rms_f64(out: usize, scales: usize, x: usize, rows: i32, columns: i32): void {
  rms<f64>(out, scales, x, rows, columns);
}

export function rms_f32(out: usize, scales: usize, x: usize, rows: i32, columns: i32): void {
  rms<f32>(out, scales, x, rows, columns);
}

export function rms_back_f64(dx: usize, dy: usize, y: usize, scales: usize, rows: i32, columns: i32): void {
  rmsBack<f64>(dx, dy, y, scales, rows, columns);
}

export function rms_back_f32(dx: usize, dy: usize, y: usize, scales: usize, rows: i32, columns: i32): void {
  rmsBack<f32>(dx, dy, y, scales, rows, columns);
}

export function softmax_f64(out: usize, x: usize, rows: i32, columns: i32): void {
  softmax<f64>(out, x, rows, columns);
}

export function softmax_f32(out: usize, x: usize, rows: i32, columns: i32): void {
  softmax<f32>(out, x, rows, columns);
}

export function softmax_back_f64(dx: usize, dy: usize, y: usize, rows: i32, columns: i32): void {
  softmaxBack<f64>(dx, dy, y, rows, columns);
}

export function softmax_back_f32(dx: usize, dy: usize, y: usize, rows: i32, columns: i32): void {
  softmaxBack<f32>(dx, dy, y, rows, columns);
}

export function lookup_f64(out: usize, table: usize, ids: usize, rows: i32, columns: i32): void {
  lookup<f64>(out, table, ids, rows, columns);
}

export function lookup_f32(out: usize, table: usize, ids: usize, rows: i32, columns: i32): void {
  lookup<f32>(out, table, ids, rows, columns);
}

export function lookup_back_f64(dtable: usize, dy: usize, ids: usize, rows: i32, columns: i32): void {
  lookupBack<f64>(dtable, dy, ids, rows, columns);
}

export function lookup_back_f32(dtable: usize, dy: usize, ids: usize, rows: i32, columns: i32): void {
  lookupBack<f32>(dtable, dy, ids, rows, columns);
}

export function smear_f64(
  out: usize, x: usize, starts: usize, rows: i32, columns: i32, near: i32, before: i32,
): void {
  smear<f64>(out, x, starts, rows, columns, near, before);
}

export function smear_f32(
  out: usize, x: usize, starts: usize, rows: i32, columns: i32, near: i32, before: i32,
): void {
  smear<f32>(out, x, starts, rows, columns, near, before);
}

export function smear_back_f64(
  dx: usize, dy: usize, starts: usize, rows: i32, columns: i32, near: i32,
): void {
  smearBack<f64>(dx, dy, starts, rows, columns, near);
}

export function smear_back_f32(
  dx: usize, dy: usize, starts: usize, rows: i32, columns: i32, near: i32,
): void {
  smearBack<f32>(dx, dy, starts, rows, columns, near);
}

export function attention_f64(
  out: usize, shares: usize, query: usize, key: usize, value: usize, starts: usize, slopes: usize,
  rows: i32, heads: i32, size: i32, span: i32, before: i32,
): void {
  attention<f64>(out, shares, query, key, value, starts, slopes, rows, heads, size, span, before);
}

export function attention_f32(
  out: usize, shares: usize, query: usize, key: usize, value: usize, starts: usize, slopes: usize,
  rows: i32, heads: i32, size: i32, span: i32, before: i32,
): void {
  attention<f32>(out, shares, query, key, value, starts, slopes, rows, heads, size, span, before);
}

export function attention_back_f64(
  dquery: usize, dkey: usize, dvalue: usize, dout: usize, out: usize, shares: usize, query: usize,
  key: usize, value: usize, starts: usize, rows: i32, heads: i32, size: i32, span: i32,
): void {
  attentionBack<f64>(
    dquery, dkey, dvalue, dout, out, shares, query, key,
    value, starts, rows, heads, size, span,
  );
}

export function attention_back_f32(
  dquery: usize, dkey: usize, dvalue: usize, dout: usize, out: usize, shares: usize, query: usize,
  key: usize, value: usize, starts: usize, rows: i32, heads: i32, size: i32, span: i32,
): void {
  attentionBack<f32>(
    dquery, dkey, dvalue, dout, out, shares, query, key,
    value, starts, rows, heads, size, span,
  );
}

export function cross_entropy_f64(
  gradient: usize, logits: usize, targets: usize, weights: usize, rows: i32, columns: i32,
): f64 {
  return crossEntropy<f64>(gradient, logits, targets, weights, rows, columns);
}

export function cross_entropy_f32(
  gradient: usize, logits: usize, targets: usize, weights: usize, rows: i32, columns: i32,
): f64 {
  return crossEntropy<f32>(gradient, logits, targets, weights, rows, columns);
}

export function adamw_f64(
  parameters: usize, gradients: usize, means: usize, squares: usize, count: i32, learningRate: f64,
  beta1: f64, beta2: f64, epsilon: f64, weightDecay: f64, correction1: f64, correction2: f64,
): void {
  adamw<f64>(
    parameters, gradients, means, squares, count, learningRate, beta1,
    beta2, epsilon, weightDecay, correction1, correction2,
  );
}

export function adamw_f32(
  parameters: usize, gradients: usize, means: usize, squares: usize, count: i32, learningRate: f64,
  beta1: f64, beta2: f64, epsilon: f64, weightDecay: f64, correction1: f64, correction2: f64,
): void {
  adamw<f32>(
    parameters, gradients, means, squares, count, learningRate, beta1,
    beta2, epsilon, weightDecay, correction1, correction2,
  );
}

export function largest_f64(out: usize, x: usize, rows: i32, columns: i32): void {
  largest<f64>(out, x, rows, columns);
}

export function largest_f32(out: usize, x: usize, rows: i32, columns: i32): void {
  largest<f32>(out, x, rows, columns);
}

export function round_rows_f64(
  out: usize, x: usize, scales: usize, rows: i32, columns: i32, most: i32,
): void {
  roundRows<f64>(out, x, scales, rows, columns, most);
}

export function round_rows_f32(
  out: usize, x: usize, scales: usize, rows: i32, columns: i32, most: i32,
): void {
  roundRows<f32>(out, x, scales, rows, columns, most);
}
