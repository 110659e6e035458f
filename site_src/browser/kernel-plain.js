// What kernel.wasm does, for an engine without SIMD: slower, and otherwise the same. What each operation is, and the
// shapes of what it takes, stands in kernel/. An address is good for one call: memory that grows is another buffer.

const LEFT_TRANSPOSED = 1;
const RIGHT_TRANSPOSED = 2;
const ACCUMULATE = 4;
const EPSILON = 1e-6;

/** The functions that the module exports, on this memory. */
export function plainKernel(memory) {
  const ids = (address, count) => new Int32Array(memory.buffer, address, count);
  const made = {};
  for (const [element, Numbers] of [
    ["f64", Float64Array],
    ["f32", Float32Array],
  ]) {
    const numbers = (address, count) => new Numbers(memory.buffer, address, count);
    for (const [name, operation] of Object.entries(operations(numbers, ids))) {
      made[`${name}_${element}`] = operation;
    }
  }
  return made;
}

const operations = (numbers, ids) => ({
  fill(out, value, count) {
    numbers(out, count).fill(value);
  },

  add(out, a, b, count) {
    const [to, x, y] = [numbers(out, count), numbers(a, count), numbers(b, count)];
    for (let i = 0; i < count; i++) to[i] = x[i] + y[i];
  },

  add_scaled(out, x, factor, count) {
    const [to, from] = [numbers(out, count), numbers(x, count)];
    for (let i = 0; i < count; i++) to[i] += factor * from[i];
  },

  add_row(out, x, row, rows, columns) {
    const [to, from, one] = [numbers(out, rows * columns), numbers(x, rows * columns), numbers(row, columns)];
    for (let i = 0; i < to.length; i++) to[i] = from[i] + one[i % columns];
  },

  sum_rows(out, x, rows, columns) {
    const [to, from] = [numbers(out, columns), numbers(x, rows * columns)];
    for (let i = 0; i < from.length; i++) to[i % columns] += from[i];
  },

  scale_rows(out, x, by, rows, columns) {
    const [to, from] = [numbers(out, rows * columns), numbers(x, rows * columns)];
    const factors = numbers(by, rows);
    for (let i = 0; i < to.length; i++) to[i] = from[i] * factors[Math.floor(i / columns)];
  },

  scale_rows_back(dx, dby, dy, x, by, rows, columns) {
    const [to, given, from] = [dx, dy, x].map((one) => numbers(one, rows * columns));
    const [factors, changes] = [numbers(by, rows), numbers(dby, rows)];
    for (let row = 0, i = 0; row < rows; row++) {
      const along = dot(given, i, from, i, columns);
      for (const end = i + columns; i < end; i++) to[i] += given[i] * factors[row];
      changes[row] += along;
    }
  },

  matmul(out, left, right, rows, columns, inner, flags) {
    const [to, a, b] = [
      numbers(out, rows * columns),
      numbers(left, rows * inner),
      numbers(right, inner * columns),
    ];
    const [aRow, aInner] = flags & LEFT_TRANSPOSED ? [1, rows] : [inner, 1];
    const [bInner, bColumn] = flags & RIGHT_TRANSPOSED ? [1, inner] : [columns, 1];
    for (let i = 0; i < to.length; i++) {
      const row = Math.floor(i / columns);
      const sum = dot(a, row * aRow, b, (i % columns) * bColumn, inner, aInner, bInner);
      to[i] = flags & ACCUMULATE ? to[i] + sum : sum;
    }
  },

  relu(out, x, count) {
    const [to, from] = [numbers(out, count), numbers(x, count)];
    for (let i = 0; i < count; i++) to[i] = from[i] <= 0 ? 0 : from[i];
  },

  relu_back(dx, dy, y, count) {
    const [to, given, seen] = [numbers(dx, count), numbers(dy, count), numbers(y, count)];
    for (let i = 0; i < count; i++) if (!(seen[i] <= 0)) to[i] += given[i];
  },

  rms(out, scales, x, rows, columns) {
    const [to, kept, from] = [
      numbers(out, rows * columns),
      numbers(scales, rows),
      numbers(x, rows * columns),
    ];
    for (let row = 0, i = 0; row < rows; row++) {
      const factor = 1 / Math.sqrt(dot(from, i, from, i, columns) / columns + EPSILON);
      kept[row] = factor;
      for (const end = i + columns; i < end; i++) to[i] = from[i] * factor;
    }
  },

  rms_back(dx, dy, y, scales, rows, columns) {
    const [to, given, seen] = [dx, dy, y].map((one) => numbers(one, rows * columns));
    for (let row = 0, i = 0; row < rows; row++) {
      const factor = numbers(scales, rows)[row];
      const along = dot(given, i, seen, i, columns) / columns;
      for (const end = i + columns; i < end; i++) to[i] += factor * (given[i] - along * seen[i]);
    }
  },

  softmax(out, x, rows, columns) {
    const [to, from] = [numbers(out, rows * columns), numbers(x, rows * columns)];
    for (let i = 0; i < to.length; i += columns) softmax(to, i, from, i, columns);
  },

  softmax_back(dx, dy, y, rows, columns) {
    const [to, given, seen] = [dx, dy, y].map((one) => numbers(one, rows * columns));
    for (let row = 0, i = 0; row < rows; row++) {
      const mean = dot(given, i, seen, i, columns);
      for (const end = i + columns; i < end; i++) to[i] += seen[i] * (given[i] - mean);
    }
  },

  lookup(out, table, asked, rows, columns) {
    const which = ids(asked, rows);
    const to = numbers(out, rows * columns);
    for (let row = 0; row < rows; row++) {
      const place = table + which[row] * columns * to.BYTES_PER_ELEMENT;
      to.set(numbers(place, columns), row * columns);
    }
  },

  lookup_back(dtable, dy, asked, rows, columns) {
    const which = ids(asked, rows);
    const given = numbers(dy, rows * columns);
    for (let row = 0; row < rows; row++) {
      const to = numbers(dtable + which[row] * columns * given.BYTES_PER_ELEMENT, columns);
      for (let i = 0; i < columns; i++) to[i] += given[row * columns + i];
    }
  },

  smear(out, x, starts, rows, columns, near, before) {
    const [to, from] = [numbers(out, rows * columns), numbers(x, (before + rows) * columns)];
    to.fill(0);
    for (const [row, one, share] of smeared(ids(starts, rows), near, before)) {
      for (let i = 0; i < columns; i++) to[row * columns + i] += share * from[one * columns + i];
    }
  },

  smear_back(dx, dy, starts, rows, columns, near) {
    const [to, given] = [numbers(dx, rows * columns), numbers(dy, rows * columns)];
    for (const [row, one, share] of smeared(ids(starts, rows), near, 0)) {
      for (let i = 0; i < columns; i++) to[one * columns + i] += share * given[row * columns + i];
    }
  },

  attention(out, shares, query, key, value, starts, slopes, rows, heads, size, span, before) {
    const columns = heads * size;
    const [to, q] = [out, query].map((one) => numbers(one, rows * columns));
    const [k, v] = [key, value].map((one) => numbers(one, (before + rows) * columns));
    const given = numbers(shares, rows * heads * span);
    for (const [row, head, start, own, kept] of heard(ids(starts, rows), heads, size, span)) {
      const words = before + row - start + 1;
      const slope = numbers(slopes, heads)[head];
      for (let word = 0; word < words; word++) {
        const score = dot(q, own, k, (start + word) * columns + head * size, size) / Math.sqrt(size);
        given[kept + word] = score - slope * (words - 1 - word);
      }
      softmax(given, kept, given, kept, words);
      for (let i = 0; i < size; i++) {
        to[own + i] = dot(given, kept, v, start * columns + head * size + i, words, 1, columns);
      }
    }
  },

  attention_back(
    dquery,
    dkey,
    dvalue,
    dout,
    out,
    shares,
    query,
    key,
    value,
    starts,
    rows,
    heads,
    size,
    span,
  ) {
    const columns = heads * size;
    const all = [dquery, dkey, dvalue, dout, out, query, key, value];
    const [dq, dk, dv, gained, seen, q, k, v] = all.map((one) => numbers(one, rows * columns));
    const given = numbers(shares, rows * heads * span);
    for (const [row, head, start, own, kept] of heard(ids(starts, rows), heads, size, span)) {
      const mean = dot(gained, own, seen, own, size);
      for (let word = start; word <= row; word++) {
        const its = word * columns + head * size;
        const share = given[kept + word - start];
        const dscore = (share * (dot(gained, own, v, its, size) - mean)) / Math.sqrt(size);
        for (let i = 0; i < size; i++) {
          dq[own + i] += dscore * k[its + i];
          dk[its + i] += dscore * q[own + i];
          dv[its + i] += share * gained[own + i];
        }
      }
    }
  },

  cross_entropy(gradient, logits, targets, weights, rows, columns) {
    const [to, from] = [numbers(gradient, rows * columns), numbers(logits, rows * columns)];
    const [wanted, weighing] = [ids(targets, rows), numbers(weights, rows)];
    let loss = 0;
    for (let row = 0, i = 0; row < rows; row++, i += columns) {
      const target = i + wanted[row];
      if (target < i) {
        to.fill(0, i, i + columns);
        continue;
      }
      const [highest, number] = [from.subarray(i, i + columns).reduce(higher), from[target]];
      const total = softmax(to, i, from, i, columns);
      loss += weighing[row] * (Math.log(total) + highest - number);
      for (let column = i; column < i + columns; column++) to[column] *= weighing[row];
      to[target] -= weighing[row];
    }
    return loss;
  },

  adamw(parameters, gradients, means, squares, count, learningRate, beta1, beta2, epsilon, decay, one, two) {
    const all = [parameters, gradients, means, squares];
    const [to, given, mean, square] = all.map((address) => numbers(address, count));
    for (let i = 0; i < count; i++) {
      mean[i] = beta1 * mean[i] + (1 - beta1) * given[i];
      square[i] = beta2 * square[i] + (1 - beta2) * given[i] ** 2;
      const step = mean[i] / one / (Math.sqrt(square[i] / two) + epsilon);
      to[i] = to[i] * (1 - learningRate * decay) - learningRate * step;
    }
  },

  largest(out, x, rows, columns) {
    const [to, from] = [numbers(out, rows), numbers(x, rows * columns)];
    to.fill(0);
    for (let i = 0; i < from.length; i++) {
      const row = Math.floor(i / columns);
      to[row] = Math.max(to[row], Math.abs(from[i]));
    }
  },

  round_rows(out, x, scales, rows, columns, most) {
    const [to, from] = [numbers(out, rows * columns), numbers(x, rows * columns)];
    const by = numbers(scales, rows);
    for (let i = 0; i < to.length; i++) to[i] = nearestLevel(from[i], by[Math.floor(i / columns)], most);
  },
});

const higher = (a, b) => Math.max(a, b);

function dot(a, i, b, j, count, aNext = 1, bNext = 1) {
  let sum = 0;
  for (let n = 0; n < count; n++) sum += a[i + n * aNext] * b[j + n * bNext];
  return sum;
}

function nearestLevel(number, by, most) {
  if (by === 0) return 0;
  if (most === 0) return number < 0 ? -by : by;
  const level = Math.min(most, Math.max(-most, number / by));
  const below = Math.floor(level);
  const up = level - below === 0.5 ? below % 2 !== 0 : level - below > 0.5; // halfway, to the even one
  return by * (below + up);
}

/** The shares of a row. Returns the sum of its powers. */
function softmax(to, i, from, j, count) {
  const highest = from.subarray(j, j + count).reduce(higher);
  let total = 0;
  for (let n = 0; n < count; n++) {
    to[i + n] = Math.exp(from[j + n] - highest);
    total += to[i + n];
  }
  for (let n = 0; n < count; n++) to[i + n] /= total;
  return total;
}

/** [row, a row that is part of its mean, the share of that] */
function* smeared(starts, near, before) {
  for (const [row, start] of starts.entries()) {
    const last = before + row;
    const first = Math.max(start, last - near);
    for (let one = first; one <= last; one++) yield [row, one, 1 / (last - first + 1)];
  }
}

/** [row, head, where the row's text begins, index of the head's numbers in the row, index of its shares] */
function* heard(starts, heads, size, span) {
  for (const [row, start] of starts.entries()) {
    for (let head = 0; head < heads; head++) {
      const pair = row * heads + head;
      yield [row, head, start, pair * size, pair * span];
    }
  }
}
