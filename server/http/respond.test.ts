import { expect, test } from "vitest";
import { AppError } from "../kernel";
import { errorResponse } from "./respond";

test("an error tells its code, the English sentence, its place and the request, nothing else", async () => {
  const error = new AppError("CSV_COLUMNS", { field: "email", row: 7 });
  const response = errorResponse(error, "r-1");
  expect([response.status, response.headers.get("cache-control")]).toEqual([400, "no-store"]);
  expect(await response.json()).toEqual({
    error: {
      code: "CSV_COLUMNS",
      message: "This row has a different number of columns from the first one.",
      field: "email",
      row: 7,
      request_id: "r-1",
    },
  });
});

test("what was not foreseen shows nothing of itself", async () => {
  const response = errorResponse(new Error("relation users is broken"), "r-2");
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(text).toContain("Something went wrong on our side.");
  expect(text).not.toMatch(/relation|users|stack/);
});
