// The kernel: the arithmetic of tensors, for Python (knobs/kernel.py), on Python's own memory. Its source is in kernel/.
// For an engine without SIMD there is a stand-in that does the same.

export const STAND_IN = new URL("kernel-plain.js", import.meta.url).href;

const APART = 4096; // bytes from one array to the next, where operations are practised; a page has room for 16
// A name, how many arrays it takes, and sizes. Of zeros nothing comes that would be no row of a table.
const PRACTICE = [
  ["fill", 1, 1, 9],
  ["add", 3, 9],
  ["add_scaled", 2, 1, 9],
  ["add_row", 3, 2, 9],
  ["sum_rows", 2, 2, 9],
  ["scale_rows", 3, 2, 9],
  ["scale_rows_back", 5, 2, 9],
  ["matmul", 3, 1, 9, 9, 0, 3 * APART],
  ["matmul", 3, 1, 9, 9, 2, 3 * APART],
  ["matmul", 3, 5, 9, 9, 0, 3 * APART],
  ["relu", 2, 9],
  ["relu_back", 3, 9],
  ["rms", 3, 2, 9],
  ["rms_back", 4, 2, 9],
  ["softmax", 2, 2, 9],
  ["softmax_back", 3, 2, 9],
  ["lookup", 3, 2, 9],
  ["lookup_back", 3, 2, 9],
  ["smear", 3, 2, 9, 1, 0],
  ["smear_back", 3, 2, 9, 1],
  ["attention", 7, 5, 1, 9, 5, 0],
  ["attention_back", 10, 5, 1, 9, 5],
  ["cross_entropy", 4, 2, 9],
  ["adamw", 4, 9, 1, 1, 1, 1, 1, 1, 1],
  ["largest", 2, 2, 9],
  ["round_rows", 3, 2, 9, 1],
];

/**
 * What comes of the fetched kernel.wasm: a module, or nothing where the engine cannot read it. Where Python is going to
 * use it, all of it is called once: WebKit compiles a function with SIMD when it is called first, and that call waits
 * for all else that is being compiled. Once Python runs, that can be half a second.
 */
export async function compileKernel(response, used) {
  const bytes = await response.arrayBuffer();
  if (!WebAssembly.validate(bytes)) return undefined;
  const module = await WebAssembly.compile(bytes);
  if (used) practise(await kernelOn(new WebAssembly.Memory({ initial: 1 }), module));
  return module;
}

/** Call each function of a kernel once, on a memory full of zeros. */
export function practise(kernel) {
  for (const [name, arrays, ...sizes] of PRACTICE) {
    const addresses = Array.from({ length: arrays }, (_, i) => i * APART);
    for (const element of ["f64", "f32"]) kernel[`${name}_${element}`](...addresses, ...sizes);
  }
}

/** The functions of the kernel, which then reads and writes in `memory`, a WebAssembly.Memory. */
export async function kernelOn(memory, module) {
  if (module) return (await WebAssembly.instantiate(module, { env: { memory } })).exports;
  const { plainKernel } = await import(STAND_IN);
  return plainKernel(memory);
}
