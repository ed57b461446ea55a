import { expect, test } from "vitest";
import { describeError } from "./logger";

test("an error's log entry says what and where, and quotes nobody", () => {
  const database = Object.assign(new Error('invalid input "ana@web.example"'), {
    severity: "ERROR",
    code: "23505",
    constraint: "identities_pkey",
    table: "identities",
    detail: "Key (value)=(ana@web.example) already exists.",
  });
  const failed = Object.assign(
    new Error(
      "Failed query: insert into contacts values ($1)\nparams: ana@web.example,Ana Muster",
      {
        cause: database,
      },
    ),
    { query: "insert …", params: ["ana@web.example", "Ana Muster"] },
  );
  const entry = describeError(failed);
  expect(entry).toMatchObject({
    type: "Error",
    message: "Failed query: insert into contacts values ($1)",
    cause: { code: "23505", constraint: "identities_pkey", table: "identities" },
  });
  expect(entry.stack).toMatch(/^\s+at /);
  expect(JSON.stringify(entry)).not.toMatch(/web\.example|Muster/);
});

test("a mail server's words lose their addresses", () => {
  const error = new Error("550 5.1.1 <ana@web.example>: no such user");
  expect(describeError(error).message).toBe("550 5.1.1 <[hidden]>: no such user");
});

test("what is no error is only named", () => {
  expect(describeError("ana@web.example")).toEqual({ type: "string" });
});
