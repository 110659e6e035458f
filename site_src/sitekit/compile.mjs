// Compiles every .py of zips to .pyc inside Pyodide, so that the result carries the browser's own magic number.
// node compile.mjs PYODIDE_FOLDER STDLIB MODULES [IN.zip OUT.zip PLACE]...
//   MODULES  comma-separated; after importing them, prints which files of the standard library were read
//   PLACE    where the sources will lie in the browser: what tracebacks show
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, stdLibURL, modules, ...zips] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${folder}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: folder, stdLibURL });
python.globals.set("modules", modules);
process.on("uncaughtException", (error) => {
  process.stderr.write(`${error.message}\n`, () => process.exit(1)); // node would print the whole of Pyodide
});
const report = python.runPython(`
import importlib, json, sys
for module in filter(None, modules.split(",")):
    importlib.import_module(module)
zips = [path for path in sys.path if path.endswith(".zip")]
specs = [getattr(module, "__spec__", None) for module in sys.modules.values()]
origins = {spec.origin or "" for spec in specs if spec}
read = sorted(origin.removeprefix(zip + "/") for origin in origins for zip in zips if origin.startswith(zip + "/"))
json.dumps(read)`);
for (let first = 0; first < zips.length; first += 3) {
  const [from, to, place] = zips.slice(first, first + 3);
  python.FS.writeFile("/in.zip", readFileSync(from));
  python.globals.set("place", place);
  // Unchecked-hash .pyc: valid wherever and whenever it was unpacked; nobody compares it with its source again.
  python.runPython(`
import importlib.util, zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
with zipfile.ZipFile("/in.zip") as sources, zipfile.ZipFile("/out.zip", "w") as compiled:
    for name in sources.namelist():
        if name.endswith(".py"):
            source = sources.read(name)
            try:
                code = compile(source, place + name, "exec", dont_inherit=True)
            except SyntaxError as error:
                raise SyntaxError(f"{name}, line {error.lineno}: {error.msg}") from None
            compiled.writestr(name + "c", _code_to_hash_pyc(code, importlib.util.source_hash(source), False))`);
  writeFileSync(to, python.FS.readFile("/out.zip"));
}
process.stdout.write(report, () => process.exit(0)); // Pyodide's timers would keep node alive
