import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "@/server/kernel";
import { asAdmin } from "@/tests/support/database";
import { rowsOf } from "@/tests/support/imports";
import { freshWorkspace, type TestWorkspace } from "@/tests/support/workspace";
import { findProducts } from "./block-queries";
import { findBestsellers, findBoughtBy, pickProducts } from "./blocks";
import { isShowable } from "./showable.core";

const DAY = 86_400_000;
const NOW = new Date("2026-03-01T12:00:00Z");
const plain = { image: false };

let workspace: TestWorkspace;
beforeAll(async () => {
  workspace = await freshWorkspace();
});

interface Given {
  sku: string;
  name?: string;
  url?: string;
  image?: string;
  stock?: number | null;
  isArchived?: boolean;
}

async function addProduct(given: Given, madeAt = NOW): Promise<string> {
  const id = newId();
  const { sku, name = sku, url = `https://shop.example/${sku}`, image = "", stock = null } = given;
  await asAdmin((client) =>
    client.query(
      `insert into products (workspace_id, id, sku, name, url, image_url, currency, stock,
                             created_at, archived_at)
       values ($1, $2, $3, $4, $5, $6, 'EUR', $7, $8, $9)`,
      [
        workspace.workspaceId,
        id,
        sku,
        name,
        url,
        image,
        stock,
        madeAt,
        given.isArchived ? NOW : null,
      ],
    ),
  );
  return id;
}

async function addPerson(): Promise<string> {
  const id = newId();
  await asAdmin((client) =>
    client.query("insert into contacts (workspace_id, id, sort_name) values ($1, $2, 'x')", [
      workspace.workspaceId,
      id,
    ]),
  );
  return id;
}

async function addOrder(contactId: string, daysAgo: number, articles: Record<string, number>) {
  const id = newId();
  await asAdmin(async (client) => {
    await client.query(
      `insert into orders (workspace_id, contact_id, id, ordered_at, total, currency)
       values ($1, $2, $3, $4, 10, 'EUR')`,
      [workspace.workspaceId, contactId, id, new Date(NOW.getTime() - daysAgo * DAY)],
    );
    for (const [index, [sku, quantity]] of Object.entries(articles).entries()) {
      await client.query(
        `insert into order_lines (workspace_id, contact_id, order_id, line, sku, quantity)
         values ($1, $2, $3, $4, $5, $6)`,
        [workspace.workspaceId, contactId, id, index + 1, sku, quantity],
      );
    }
  });
}

test("the rule in SQL and its pure twin show the same products", async () => {
  const names = ["", "Mug"];
  const urls = ["", "http://shop.example/", "https://shop.example/"];
  const images = ["", "http://shop.example/i.png", "https://shop.example/i.png"];
  const kinds = names.flatMap((name) =>
    urls.flatMap((url) =>
      images.flatMap((image) =>
        [null, 0, 1].flatMap((stock) =>
          [false, true].map((isArchived) => ({ name, url, image, stock, isArchived })),
        ),
      ),
    ),
  );
  const ids: string[] = [];
  for (const kind of kinds) ids.push(await addProduct({ sku: `twin ${ids.length}`, ...kind }));
  for (const image of [false, true]) {
    const needs = { image };
    const asked = { from: NOW, to: NOW, limit: 1000, needs };
    const all = await workspace.run((ctx) => findProducts(ctx.db, ctx.workspaceId, ids));
    const pure = all.filter((product) => isShowable(product, needs)).map(({ id }) => id);
    const bySql = await workspace.run((ctx) => findBestsellers(ctx, asked));
    expect(pure.length).toBeGreaterThan(0);
    expect(new Set(bySql.map(({ id }) => id))).toEqual(new Set(pure));
  }
  await rowsOf("delete from products where workspace_id = $1", [workspace.workspaceId]);
});

describe("what a block shows", () => {
  const ids: Record<string, string> = {};
  let ana: string;
  let bea: string;
  beforeAll(async () => {
    const older = (n: number) => new Date(NOW.getTime() - n * DAY);
    ids.mug = await addProduct({ sku: "MUG", image: "https://shop.example/m.png" }, older(9));
    ids.pot = await addProduct({ sku: "POT" }, older(8));
    ids.cup = await addProduct({ sku: "CUP", stock: 0 }, older(7));
    ids.new = await addProduct({ sku: "NEW", stock: 4 }, older(1));
    ids.old = await addProduct({ sku: "OLD", stock: 4 }, older(30));
    [ana, bea] = [await addPerson(), await addPerson()];
    await addOrder(ana, 40, { OLD: 50, MUG: 1 });
    await addOrder(ana, 10, { MUG: 2, POT: 1, GONE: 9 });
    await addOrder(ana, 2, { POT: 1, CUP: 7 });
    await addOrder(bea, 5, { MUG: 1 });
  });

  test("hand-picked: in their order, without what may not be shown or is not ours", async () => {
    const stranger = await freshWorkspace();
    const picked = [ids.new, ids.cup, newId(), ids.mug].map(String);
    const skus = async (at: TestWorkspace, image: boolean) =>
      (await at.run((ctx) => pickProducts(ctx, picked, { image }))).map(({ sku }) => sku);
    expect(await skus(workspace, false)).toEqual(["NEW", "MUG"]);
    expect(await skus(workspace, true)).toEqual(["MUG"]);
    expect(await skus(stranger, false)).toEqual([]);
  });

  test("bestsellers: by pieces in the time, then the latest made", async () => {
    const ask = async (days: number, limit: number) => {
      const from = new Date(NOW.getTime() - days * DAY);
      const asked = { from, to: NOW, limit, needs: plain };
      const found = await workspace.run((ctx) => findBestsellers(ctx, asked));
      return found.map(({ sku, pieces }) => `${sku} ${pieces}`);
    };
    expect(await ask(30, 10)).toEqual(["MUG 3", "POT 2", "NEW 0", "OLD 0"]);
    expect(await ask(60, 2)).toEqual(["OLD 50", "MUG 4"]);
    expect(await ask(0, 2)).toEqual(["NEW 0", "POT 0"]);
  });

  test("bought by a person: the latest first, for many people at once", async () => {
    const nobody = await addPerson();
    const bought = await workspace.run((ctx) =>
      findBoughtBy(ctx, [ana, bea, nobody, ana], { limit: 2, needs: plain }),
    );
    const skus = [...bought].map(([id, list]) => [id, list.map(({ sku }) => sku)]);
    expect(skus).toEqual([
      [ana, ["POT", "MUG"]],
      [bea, ["MUG"]],
      [nobody, []],
    ]);
    const stranger = await freshWorkspace();
    const none = await stranger.run((ctx) => findBoughtBy(ctx, [ana], { limit: 2, needs: plain }));
    expect(none).toEqual(new Map([[ana, []]]));
  });
});
