// The kernel for kernels.py, under node, on a memory of its own. node kernel.mjs FOLDER_OF_THE_SCRIPTS
// A line of JSON in: {plain, name, arrays, given}: the arrays in base64, with the bytes of an element; given are numbers,
// or {array}, its index. One line out: {arrays, result}, or {error}. The memory is full of a pattern before the arrays
// are laid into it, somewhere apart, and nothing but the arrays may differ from it afterwards.

import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const PATTERN = 0xa5;
const GAP = 64; // bytes between two arrays, at least
const WASM_PAGE = 2 ** 16;

const folder = pathToFileURL(`${process.argv[2]}/`);
const { compileKernel, kernelOn } = await import(new URL("kernel.js", folder).href);
const memory = new WebAssembly.Memory({ initial: 1 });
const module = await compileKernel(new Response(readFileSync(new URL("kernel.wasm", folder))));
const kernels = { false: await kernelOn(memory, module), true: await kernelOn(memory, undefined) };
let calls = 0;

function lay(arrays) {
  const laid = [];
  let end = GAP;
  for (const [base64, size] of arrays) {
    const bytes = Buffer.from(base64, "base64");
    const address = Math.ceil(end / size) * size + size * (calls % 3); // of no better alignment than an element
    laid.push({ address, bytes });
    end = address + bytes.length + GAP;
  }
  const missing = end - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / WASM_PAGE));
  else if (calls % 100 === 0) memory.grow(1); // which gives it another buffer
  const all = Buffer.from(memory.buffer);
  all.fill(PATTERN);
  for (const { address, bytes } of laid) all.set(bytes, address);
  return laid;
}

function collect(laid) {
  const all = Buffer.from(memory.buffer);
  const arrays = laid.map(({ address, bytes }) => {
    const here = all.subarray(address, address + bytes.length);
    const content = here.toString("base64");
    here.fill(PATTERN);
    return content;
  });
  if (all.equals(Buffer.alloc(all.length, PATTERN))) return arrays;
  const strange = all.findIndex((byte) => byte !== PATTERN);
  const before = laid.map(({ address }) => address).filter((address) => address <= strange);
  throw new Error(
    `a write to byte ${strange}, ${strange - before.at(-1)} from the start of array ${before.length}`,
  );
}

for await (const line of createInterface({ input: process.stdin })) {
  const { plain, name, arrays, given } = JSON.parse(line);
  let answer;
  try {
    calls++;
    const laid = lay(arrays);
    const result = kernels[plain][name](...given.map((one) => laid[one.array]?.address ?? one));
    answer = { arrays: collect(laid), result: String(result) };
  } catch (error) {
    answer = { error: String(error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
