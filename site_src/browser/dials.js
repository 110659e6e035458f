// The large round knobs. Turning a dial turns its range input, which is the one that keyboards and screen readers use.

const heard = new WeakSet(); // the dials that are listened to

export function listenToDials(form) {
  for (const dial of form.querySelectorAll(".k-dial")) {
    if (!heard.has(dial)) listen(dial);
    heard.add(dial);
  }
}

function listen(dial) {
  const input = dial.closest("label").querySelector("input");
  const turn = ({ clientX, clientY }) => {
    const box = dial.getBoundingClientRect();
    const [x, y] = [clientX - box.x - box.width / 2, clientY - box.y - box.height / 2];
    const angle = Math.max(-135, Math.min(135, (Math.atan2(x, -y) * 180) / Math.PI));
    if (Math.abs(angle - angleOf(input, input.value)) > 180) return; // no leap over the gap below
    const [low, high] = [Number(input.min), Number(input.max)];
    const before = input.value;
    input.value = low + ((angle + 135) / 270) * (high - low); // the browser rounds it to a step
    if (input.value !== before) input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  dial.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    dial.setPointerCapture(event.pointerId);
    input.focus({ preventScroll: true });
    turn(event);
  });
  dial.addEventListener("pointermove", (event) => dial.hasPointerCapture(event.pointerId) && turn(event));
}

function angleOf({ min, max }, value) {
  return -135 + (270 * (value - min)) / (max - min);
}

/** Draw a dial as its input stands. The same lines as knobs.views.dial draws: the hand, and an arc from zero to the value. */
export function showDial(dial, input) {
  const point = (degrees) => {
    const turn = (degrees * Math.PI) / 180;
    return `${(100 + 80 * Math.sin(turn)).toFixed(1)} ${(100 - 80 * Math.cos(turn)).toFixed(1)}`;
  };
  const zero = angleOf(input, Math.min(Math.max(0, input.min), input.max));
  const turned = angleOf(input, input.value);
  const [large, clockwise] = [Number(Math.abs(turned - zero) > 180), Number(turned > zero)];
  const arc = `M${point(zero)}A80 80 0 ${large} ${clockwise} ${point(turned)}`;
  dial.querySelector(".k-arc").setAttribute("d", arc);
  dial.querySelector(".k-hand").setAttribute("transform", `rotate(${turned.toFixed(1)} 100 100)`);
}
