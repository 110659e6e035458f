// A picture can be a map of what the form chooses: a shape with data-pick says which controls go across and down, what
// its first cell stands for, and how many cells there are (knobs.pocket.around and overview write them). A click on a cell, or an
// arrow key where the map has the focus, gives the values for the form; what they mean, the page does not know.

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The values that a click chooses; nothing where there is no map under it. */
export function picked({ target, clientX, clientY }) {
  const map = read(target.closest("[data-pick]"));
  if (!map) return undefined;
  const box = target.getBoundingClientRect();
  const shares = [(clientX - box.x) / box.width, (clientY - box.y) / box.height];
  const cells = map.axes.map(([name, first, count], i) => [
    name,
    String(first + Math.max(0, Math.min(count - 1, Math.floor(shares[i] * count)))),
  ]);
  return { ...map.set, ...Object.fromEntries(cells) };
}

/** The values that an arrow key chooses beside those of now; nothing where the key is none, or where the map ends. */
export function stepped({ target, key, altKey, ctrlKey, metaKey }, now) {
  const step = !(altKey || ctrlKey || metaKey) && ARROWS[key];
  const map = step && read(target.querySelector("[data-pick]"));
  if (!map) return undefined;
  const cells = map.axes.map(([name, , , last], i) => [
    name,
    String(Math.max(1, Math.min(last, Number(now[name]) + step[i]))),
  ]);
  return { ...map.set, ...Object.fromEntries(cells) };
}

// Nothing where there is no map, or where somebody's own code wrote something else there.
function read(shape) {
  try {
    const map = JSON.parse(shape.dataset.pick);
    return map.axes.length === 2 ? map : undefined;
  } catch {
    return undefined;
  }
}
