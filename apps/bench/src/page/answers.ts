import type { Locator, Page } from 'playwright-core';

/** What the page's own clock said of the newest input. */
interface Answer {
  readonly began: number;
  answered: number | null;
}

/** Milliseconds from an input to the picture that answers it, by the name of what was pressed. */
export type AnswerTimes = ReadonlyMap<string, number | null>;

/** What counts as a control, whatever it is for. */
const controls = 'button, select, summary, input:not([type=file]):not([hidden]), a[href]:not([target])';
/** Of a control that waits for input, by what it takes. */
const fields = 'select, input:is([type=checkbox], [type=number], [type=range], [type=text], [type=url])';
const longest = 3000;

/** Presses controls and takes the time until the page has drawn an answer: the first frame after
 * its first change, or a chooser of files. */
export class Answers {
  readonly #page: Page;
  readonly #times = new Map<string, number | null>();
  readonly #seen = new Set<string>();
  readonly #pressed = new Set<string>();

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Watches a page that is open. */
  static async watch(page: Page): Promise<Answers> {
    await page.evaluate(observe);
    return new Answers(page);
  }

  get times(): AnswerTimes {
    return this.#times;
  }

  /** Names of controls that were in sight at some time, and were never pressed. */
  get unpressed(): string[] {
    return [...this.#seen].filter((name) => !this.#pressed.has(name)).toSorted();
  }

  /** Presses what is called so, or does something else with it; the longest time of
   * several counts. */
  async press(target: Locator, act: (target: Locator) => Promise<unknown> = (one) => one.click()): Promise<void> {
    await this.#page.locator('main[aria-busy=true]').waitFor({ state: 'detached' }); // what was asked before is made
    await this.#lookAround();
    const one = target.first();
    const name = await one.evaluate(nameOf);
    await this.#page.evaluate(() => (globalThis as unknown as Watched).watchedAnswers.splice(0));
    const time = await this.#timed(() => act(one));
    this.#pressed.add(name);
    const before = this.#times.get(name) ?? 0;
    this.#times.set(name, time === null || before === null ? null : Math.max(before, time));
  }

  /** Uses every field below `root` that has not been used yet, as its kind is used, and those that
   * come with it. A switch that is on is turned off and on again, for it may hide others. */
  async useFields(root: Locator): Promise<void> {
    for (let field = await this.#unused(root); field !== null; field = await this.#unused(root)) {
      const isOn = await field.evaluate((element: HTMLInputElement) => element.checked);
      for (let times = 0; times < (isOn ? 2 : 1); times++) {
        await this.press(field, use);
        await this.#page.locator('section[aria-busy=true]').waitFor({ state: 'detached' });
      }
    }
  }

  /** Presses every button in sight below `root` that has not been pressed yet. */
  async pressButtons(root: Locator): Promise<void> {
    const count = await root.count();
    for (let place = 0; place < count; place++) {
      const button = root.nth(place);
      if (!(await button.isVisible()) || (await button.isDisabled()) || this.#pressed.has(await button.evaluate(nameOf))) continue;
      await this.press(button);
    }
  }

  async #unused(root: Locator): Promise<Locator | null> {
    for (const field of await root.locator(fields).all())
      if ((await field.isVisible()) && (await field.isEnabled()) && !this.#pressed.has(await field.evaluate(nameOf))) return field;
    return null;
  }

  /** A file that is saved is an answer too, which the browser shows. */
  async #timed(act: () => Promise<unknown>): Promise<number | null> {
    const began = performance.now();
    let saved: number | null = null;
    const note = () => (saved ??= Math.round(performance.now() - began));
    this.#page.once('download', note);
    await act();
    while (performance.now() - began < longest) {
      const [answer] = await this.#page.evaluate(() => (globalThis as unknown as Watched).watchedAnswers);
      if (answer?.answered != null) return Math.round(answer.answered - answer.began);
      if (saved !== null) return saved;
      await this.#page.waitForTimeout(30);
    }
    this.#page.off('download', note);
    return null;
  }

  /** Controls in another language are the same ones. */
  async #lookAround(): Promise<void> {
    if ((await this.#page.evaluate(() => document.documentElement.lang)) !== 'en') return;
    const names = await this.#page
      .locator(controls)
      .evaluateAll((elements) =>
        elements
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0 && !element.matches(':disabled'))
          .map((element) => (element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? '').trim()),
      );
    for (const name of names) this.#seen.add(general(name));
  }
}

interface Watched {
  readonly watchedAnswers: Answer[];
}

async function use(field: Locator): Promise<unknown> {
  const kind = await field.evaluate((element: HTMLInputElement | HTMLSelectElement) => (element.matches('select') ? 'select' : element.type));
  if (kind === 'select')
    return field.selectOption({ index: await field.evaluate((element: HTMLSelectElement) => (element.selectedIndex + 1) % element.length) });
  if (kind === 'checkbox') return field.click();
  if (kind === 'range') return field.press('ArrowLeft');
  await field.fill(await field.evaluate((element: HTMLInputElement) => (element.type === 'number' ? String(Number(element.value) * 2) : element.value)));
  return field.press('Tab');
}

/** The same control for another class, photo or number. */
function general(name: string): string {
  return name
    .replaceAll(/\d+/gu, '#')
    .replaceAll(/\b(?:fist|palm|peace|hand|moths|reddish|bluish|red|blue)\b/gu, '…')
    .slice(0, 40);
}

function nameOf(element: Element): string {
  const name = (element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? element.textContent ?? '').trim();
  return name
    .replaceAll(/\d+/gu, '#')
    .replaceAll(/\b(?:fist|palm|peace|hand|moths|reddish|bluish|red|blue)\b/gu, '…')
    .slice(0, 40);
}

/** Runs in the page. */
function observe(): void {
  const answers: Answer[] = [];
  Object.assign(globalThis, { watchedAnswers: answers });
  const drawn = () => requestAnimationFrame(() => setTimeout(() => answers[0] !== undefined && (answers[0].answered ??= performance.now())));
  const begin = (event: Event) => {
    if (event.type === 'click' && answers[0] !== undefined && (event.target as Element).matches('input[type=file]')) answers[0].answered ??= performance.now();
    if (answers.length > 0) return;
    answers.push({ began: event.timeStamp, answered: null });
    // A browser shows by itself what is entered, and where a link leads.
    const isField = (event.target as Element).matches('input, select, a');
    if (isField || (event.type !== 'click' && event.type !== 'pointerdown')) drawn();
  };
  for (const type of ['click', 'change', 'input', 'pointerdown']) addEventListener(type, begin, { capture: true });
  new MutationObserver(drawn).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}
