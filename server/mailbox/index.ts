export { labelOf } from "./label.core";
export { dropMails } from "./read";
