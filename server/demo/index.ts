export { buildDemo } from "./build";
export { type DemoAsker, findOwnDemo, openDemo, removeDemo } from "./service";
