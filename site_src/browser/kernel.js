// The kernel: the arithmetic of the pocket model, for Python (knobs/kernel.py), on Python's own memory. Its source is in
// kernel/. Where the engine has no SIMD, kernel-plain.js does the same.

/** What comes of the fetched kernel.wasm: a module, or nothing where the engine cannot read it. */
export async function compileKernel(response) {
  const bytes = await response.arrayBuffer();
  return WebAssembly.validate(bytes) ? WebAssembly.compile(bytes) : undefined;
}

/** The functions of the kernel, which then reads and writes in `memory`, a WebAssembly.Memory. */
export async function kernelOn(memory, module) {
  if (module) return (await WebAssembly.instantiate(module, { env: { memory } })).exports;
  const { plainKernel } = await import("./kernel-plain.js");
  return plainKernel(memory);
}
