import { describe, expect, it } from "vitest";
import { change, redo, startHistory, undo } from "./history";

describe("history", () => {
  it("goes back and forth", () => {
    const typed = change(startHistory("a"), "b", { key: "subject", at: 0 });
    expect(undo(typed).present).toBe("a");
    expect(redo(undo(typed)).present).toBe("b");
    expect(undo(undo(typed)).present).toBe("a");
    expect(redo(typed)).toBe(typed);
  });

  it("takes typing on in one field as one step", () => {
    let history = startHistory("");
    history = change(history, "H", { key: "subject", at: 0 });
    history = change(history, "He", { key: "subject", at: 200 });
    expect(undo(history).present).toBe("");
    history = change(history, "He!", { key: "subject", at: 5_000 });
    expect(undo(history).present).toBe("He");
  });

  it("forgets what was undone once something new is written", () => {
    const back = undo(change(startHistory("a"), "b", { key: "x", at: 0 }));
    const other = change(back, "c", { key: "y", at: 10 });
    expect(redo(other).present).toBe("c");
  });
});
