export { labelOf } from "./label.core";
