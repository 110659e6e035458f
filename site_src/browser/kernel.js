// The kernel: the arithmetic of tensors, for Python (knobs/kernel.py), on Python's own memory. Its source is in kernel/.
// For an engine without SIMD there is a stand-in that does the same.

export const STAND_IN = new URL("kernel-plain.js", import.meta.url).href;

/** What comes of the fetched kernel.wasm: a module, or nothing where the engine cannot read it. */
export async function compileKernel(response) {
  const bytes = await response.arrayBuffer();
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : undefined;
}

/** The functions of the kernel, which then reads and writes in `memory`, a WebAssembly.Memory. */
export async function kernelOn(memory, module) {
  if (module) return (await WebAssembly.instantiate(module, { env: { memory } })).exports;
  const { plainKernel } = await import(STAND_IN);
  return plainKernel(memory);
}
