// The scripts of the words under node: a list of [module, function, arguments] in, a list of answers out.
// node words.mjs FOLDER_OF_THE_SCRIPTS < calls.json; {"others": […]} becomes the Map that a page would pass, and null undefined.

import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.argv[2]}/`);
const answers = [];
for (const [name, called, given] of JSON.parse(readFileSync(0, "utf-8"))) {
  const module = await import(new URL(name, folder).href);
  const words = given.map((one) => {
    if (called === "dayOf") return new Date(one);
    return one?.others ? { ...one, others: new Map(one.others) } : (one ?? undefined);
  });
  const answer = module[called](...words);
  answers.push(answer === undefined ? null : answer);
}
console.log(JSON.stringify(answers));
