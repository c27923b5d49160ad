import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type Page, chromium } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { FindingRecord } from "../campaign/campaign-report.ts";
import { aFinding, aReport } from "../report/html/campaign-report.test-support.ts";
import { orderAsPublished } from "../worlds/order-as-published.ts";
import { findChromium } from "./chromium.test-support.ts";
import { contrastOf, luminanceOf } from "./contrast.test-support.ts";
import { FakeTerminal } from "./fake-terminal.test-support.ts";
import { reportHtml } from "./report-html-command.ts";

const lostCharge = orderFinding("no-charge-without-refund", "payment.charge", 5);
const twoParcels = orderFinding("at-most-one-parcel", "shipping.create", 1);
const loop = aFinding({ id: "0000000f", kind: "hang", state: "known", world: "z-loops" });

const folder = mkdtempSync(join(tmpdir(), "durable-chaos-page-"));
const file = join(folder, "night.html");

let browser: Browser | undefined;
let whyNot = "";
/** One for all tests, since opening one takes longer than what is tested in it. */
let page: Page;
/** Whatever the page complains of, and whatever it asks the network for. */
const trouble: string[] = [];

// A machine that is new to Chromium takes its time.
describe("the HTML report in Chromium", { timeout: 30_000 }, () => {
  beforeAll(async () => {
    const here = findChromium();
    if (here.kind === "none") {
      whyNot = here.why;
      return;
    }
    const args = ["--no-sandbox", "--host-resolver-rules=MAP * ~NOTFOUND"];
    browser = await chromium.launch({ executablePath: here.path, args });
    const report = aReport([lostCharge, loop, twoParcels]);
    const terminal = new FakeTerminal({ "night.json": JSON.stringify(report) });
    await reportHtml({ campaign: "night.json", out: "out" }, [orderAsPublished], terminal);
    writeFileSync(file, terminal.files.get("out") ?? "");
    page = await browser.newPage();
    listenTo(page);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  beforeEach(async ({ skip }) => {
    skip(browser === undefined, whyNot);
    await page.setViewportSize({ width: 1_440, height: 1_000 });
    await page.emulateMedia({ media: "screen", colorScheme: "light" });
    return () => {
      const [first] = trouble.splice(0);
      if (first !== undefined) throw new Error(`the page is not at peace: ${first}`);
    };
  });

  describe("that somebody uses", () => {
    beforeEach(load);

    it("shows the first finding, from disk and without a network", async () => {
      await expect.poll(async () => textOf("#finding-name")).toBe("no-charge-without-refund");
      await expect
        .poll(async () => textOf(".message"))
        .toContain("charge ch_1 of 50.00 was not refunded");
      await expect.poll(async () => page.locator("svg.picture .mark.fault.needed").count()).toBe(5);
      await expect
        .poll(async () => page.locator("svg.picture .mark.witness").count())
        .toBeGreaterThan(0);
      await expect.poll(async () => textOf(".hint")).toBe("Hint do not charge");
      expect(await page.title()).toBe("durable-chaos: 2 new, 1 known, 0 fixed");
    });

    it("goes through findings with j and k, and says in its address which one is open", async () => {
      await page.keyboard.press("j");
      await expect.poll(async () => textOf("#finding-name")).toBe("at-most-one-parcel");
      await expect.poll(() => page.url()).toContain(`#findings/${twoParcels.id}`);
      await page.keyboard.press("j");
      await expect
        .poll(async () => textOf(".doubt"))
        .toContain("There is no picture: it keeps the processor");
      await page.keyboard.press("j");
      await expect.poll(() => page.url()).toContain(`#findings/${loop.id}`);
      await page.keyboard.press("k");
      await page.keyboard.press("k");
      await expect.poll(async () => textOf("#finding-name")).toBe("no-charge-without-refund");
    });

    it("goes through time with the arrows and the slider, and the ledgers with it", async () => {
      const entries = page.locator(".ledgers tr.entry");
      const moment = page.getByRole("slider", { name: "Virtual time" });
      await expect.poll(async () => entries.count()).toBe(3);
      const last = Number(await moment.inputValue());
      await page.keyboard.press("ArrowLeft");
      await expect.poll(async () => moment.inputValue()).toBe(String(last - 1));

      await moment.fill("0");
      await expect.poll(async () => entries.count()).toBe(0);
      await expect.poll(async () => page.locator(".ledgers .future:visible").count()).toBe(0);
      await moment.press("End");
      await expect.poll(async () => entries.count()).toBe(3);

      await page.locator(".story tbody tr", { hasText: "charged ch_1" }).click();
      await expect.poll(async () => moment.getAttribute("aria-valuetext")).toBe("130 ms");
      await expect
        .poll(async () => page.locator(".ledgers tr.entry.now").innerText())
        .toContain("ch_1");
      await expect
        .poll(async () => textOf(".moment"))
        .toContain("lose-reply at payment.charge, 1st pass");
    });

    it("moves the cursor to where somebody points at the picture", async () => {
      await page.locator("svg.picture .mark.fault path").first().click();

      await expect.poll(async () => textOf("#ledgers")).toBe("Ledgers at 130 ms");
    });

    it("filters findings by their words and by their state", async () => {
      await page.keyboard.press("/");
      await page.keyboard.type("shipping lose");
      await expect
        .poll(async () => page.locator(".item-name").allInnerTexts())
        .toEqual(["at-most-one-parcel"]);
      await page.keyboard.type(" nowhere");
      await expect.poll(async () => textOf(".nothing")).toBe("No finding is like that.");
      await page.getByRole("searchbox").fill("");
      await page.getByRole("button", { name: "known", exact: true }).click();
      await expect
        .poll(async () => page.locator(".item-name").allInnerTexts())
        .toEqual(["no-charge"]);
    });

    it("copies the replay command and the scenario", async () => {
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      const copied = async (nth: number) => {
        const button = page.locator(".commands button").nth(nth);
        await button.click();
        await button.getByText("Copied").waitFor();
        return page.evaluate<string>("navigator.clipboard.readText()");
      };

      expect(await copied(0)).toBe(`durable-chaos replay ${lostCharge.file}`);
      expect(JSON.parse(await copied(1))).toEqual(lostCharge.scenario);
    });

    it("shows worlds, coverage and the campaign", async () => {
      await page.keyboard.press("2");
      await expect.poll(async () => textOf(".world .broken")).toBe("✗\nno-charge");
      await page.keyboard.press("3");
      const row = page.locator(".heat tr", { hasText: "payment.charge" });
      await expect.poll(async () => row.locator("td").allInnerTexts()).toEqual(["1.5k", "never"]);
      await page.keyboard.press("4");
      await expect
        .poll(async () => textOf("#tab-campaign"))
        .toContain("1 min; ended because its time was up");
      expect(
        await page.getByRole("img", { name: "trials of small: 1,000 after 1 min" }).count(),
      ).toBe(1);
    });
  });

  describe("however it is looked at", () => {
    // Looking changes nothing, and loading takes longer.
    beforeAll(async () => {
      if (browser !== undefined) await load();
    });

    beforeEach(async () => page.keyboard.press("1"));

    it.each([1_440, 1_000, 420])(
      "has nothing that sticks out of a window of %d px",
      async (width) => {
        await page.setViewportSize({ width, height: 900 });
        for (const tab of ["1", "2", "3", "4"]) {
          await page.keyboard.press(tab);
          expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
        }
      },
    );

    it("has no labels in the picture that lie upon each other, at either scale", async () => {
      for (const scale of ["even", "true"]) {
        await page.getByRole("button", { name: scale, exact: true }).click();
        await page.getByRole("button", { name: scale, exact: true, pressed: true }).waitFor();
        expect(await labelsUponEachOther()).toEqual([]);
      }
    });

    it.each(["light", "dark"] as const)("can be read in the %s", async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const card = await colourOf("backgroundColor", ".card");

      expect(luminanceOf(await colourOf("backgroundColor", "body")) > 0.5).toBe(
        colorScheme === "light",
      );
      for (const selector of [".muted", ".message", ".hint b", ".bad", ".warn"]) {
        expect(contrastOf(await colourOf("color", selector), card)).toBeGreaterThan(4.5);
      }
    });

    it("prints the finding without what cannot be used on paper", async () => {
      await page.emulateMedia({ media: "print", colorScheme: "dark" });

      expect(await page.locator("svg.picture").isVisible()).toBe(true);
      expect(await page.locator(".list, .tabs, .copy").filter({ visible: true }).count()).toBe(0);
      expect(luminanceOf(await colourOf("color", ".message"))).toBeLessThan(0.1);
    });
  });
});

async function load(): Promise<void> {
  // An address that differs in its hash only would load nothing.
  await page.goto("about:blank");
  await page.goto(pathToFileURL(file).href);
  await page.locator("article").waitFor();
}

function listenTo(opened: Page): void {
  opened.on("console", (message) => trouble.push(`${message.type()}: ${message.text()}`));
  opened.on("pageerror", (error) => trouble.push(String(error)));
  opened.on("request", (request) => {
    if (!/^(?:file|data|about):/.test(request.url())) trouble.push(`asks for ${request.url()}`);
  });
}

async function textOf(selector: string): Promise<string> {
  return page.locator(selector).first().innerText();
}

function orderFinding(invariant: string, at: string, times: number): FindingRecord {
  const faults = [{ at, from: 1, times, fault: "lose-reply" }] as const;
  const scenario = {
    ...aFinding().scenario,
    world: orderAsPublished.name,
    input: orderAsPublished.examples[0]?.input,
    faults,
  };
  const message = "order ORD-1 failed, but charge ch_1 of 50.00 was not refunded";
  const id = `0000000${times}`;
  return aFinding({
    id,
    invariant,
    world: orderAsPublished.name,
    scenario,
    message,
    faults: [`lose-reply at ${at}`],
    file: `found/${id}.json`,
  });
}

/** Pairs of texts of the timeline whose boxes have a place in common. */
async function labelsUponEachOther(): Promise<readonly string[]> {
  const texts = await page.evaluate<readonly (readonly [string, Box])[]>(
    `[...document.querySelectorAll("svg.picture text")].map((text) => [text.textContent, text.getBoundingClientRect().toJSON()])`,
  );
  return texts.flatMap(([said, one], index) =>
    texts.slice(index + 1).flatMap(([other, box]) => {
      const isBeside = one.right <= box.left || box.right <= one.left;
      const isAbove = one.bottom <= box.top || box.bottom <= one.top;
      return isBeside || isAbove ? [] : [`${said} | ${other}`];
    }),
  );
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

async function colourOf(property: "color" | "backgroundColor", selector: string): Promise<string> {
  return page.evaluate<string>(
    `getComputedStyle(document.querySelector("${selector}")).${property}`,
  );
}
