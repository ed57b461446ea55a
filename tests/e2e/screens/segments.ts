import { at, breakCalls, nowhere, type Screen, type Stage, settled, UNREACHABLE } from "./screen";

const NOTHING = "01900000-0000-7000-8000-000000000000";

async function openSegment(stage: Stage): Promise<void> {
  await at((world) => `/segments/${world.segmentId}`)(stage);
  await stage.page.getByRole("table").first().waitFor();
  await settled(stage.page);
}

async function addRow(stage: Stage, kind: string): Promise<void> {
  const { page } = stage;
  await page.getByRole("button", { name: "Add row" }).last().click();
  await page.getByRole("menuitem", { name: kind }).click();
}

/** Questions about people: list, builder, versions. */
export const SEGMENT_SCREENS: Screen[] = [
  {
    name: "segments",
    states: {
      full: at("/segments"),
      empty: at("/segments"),
      failing: async (stage) => {
        const { page } = stage;
        await at("/segments")(stage);
        await breakCalls(page);
        await page.getByRole("searchbox").fill("a");
        await page.getByText(UNREACHABLE).waitFor();
      },
    },
  },
  {
    name: "segment-new",
    states: {
      full: async (stage) => {
        await stage.page.goto("/segments?new=1");
        await stage.page.getByRole("dialog").waitFor();
      },
    },
  },
  {
    name: "segment",
    states: {
      full: openSegment,
      failing: nowhere(`/segments/${NOTHING}`),
    },
  },
  {
    name: "segment-building",
    states: {
      full: async (stage) => {
        const { page } = stage;
        await openSegment(stage);
        for (const kind of ["How much they spent", "When they last ordered", "A group of rows"]) {
          await addRow(stage, kind);
        }
        await page.getByRole("button", { name: "Add row" }).first().click();
        await page
          .getByRole("menuitem", { name: "Messages they received, opened or clicked" })
          .click();
        await page.getByRole("button", { name: "Add row" }).first().click();
        await page.getByRole("menuitem", { name: "What they allowed" }).click();
        await settled(page);
      },
      failing: async (stage) => {
        await openSegment(stage);
        await addRow(stage, "What is known of them");
        await stage.page.getByText("Choose what it is compared with.").waitFor();
      },
    },
  },
  {
    name: "segment-versions",
    states: {
      full: async (stage) => {
        await openSegment(stage);
        await stage.page.getByRole("button", { name: "Versions" }).click();
        await stage.page.getByRole("dialog").getByRole("listitem").first().waitFor();
      },
    },
  },
];
