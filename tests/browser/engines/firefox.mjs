// Firefox for firefox.py, over WebDriver BiDi. One line in, a JSON list of an action and what it needs; one line out,
// {value} or {error}; in between {message}, for what a page should not do. Ends when its input does.

import { createInterface } from "node:readline";
import puppeteer from "puppeteer-core";

// Every host but 127.0.0.1 is behind a proxy that is not there, so that nothing leaves this machine.
const nowhere = { "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": 9 };
const [, , executablePath, kind] = process.argv;
const quickly = { "javascript.options.wasm_optimizingjit": kind === "optimizing" }; // see QUICKLY in chromium.py
const browser = await puppeteer.launch({
  browser: "firefox",
  executablePath,
  extraPrefsFirefox: {
    ...quickly,
    ...nowhere,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
  },
});
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const tell = (message) => say({ message });
let page;

const actions = {
  async new_profile(prelude) {
    await page?.browserContext().close();
    const context = await browser.createBrowserContext();
    page = await context.newPage();
    await page.evaluateOnNewDocument(prelude);
    page.on("console", (said) => ["error", "warn"].includes(said.type()) && tell(said.text()));
    page.on("pageerror", (error) => tell(String(error.message ?? error)));
    page.on("error", (error) => tell(`the page crashed: ${error}`));
    page.on("request", (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith("http") && hostname !== "127.0.0.1") tell(`asks for ${request.url()}`);
    });
  },
  open: (address) => page.goto(address),
  reload: () => page.reload(),
  evaluate: (expression) => page.evaluate(expression),
  hover: (selector) => page.locator(selector).hover(),
  click: (selector) => page.locator(selector).click(),
  async press(chord) {
    const keys = chord.split("+");
    const last = keys.pop();
    for (const key of keys) await page.keyboard.down(key);
    await page.keyboard.press(last);
    for (const key of keys) await page.keyboard.up(key);
  },
  type: (text) => page.keyboard.type(text),
  resize: (width, height) => page.setViewport({ width, height }),
  offline: (cut) => page.setOfflineMode(cut),
  screenshot: (path) => page.screenshot({ path }),
};

say({ value: browser.process().pid });
for await (const line of createInterface({ input: process.stdin })) {
  const [action, ...needs] = JSON.parse(line);
  try {
    const value = await actions[action](...needs);
    say({ value: typeof value === "string" ? value : null });
  } catch (error) {
    say({ error: String(error.message ?? error) });
  }
}
await browser.close();
