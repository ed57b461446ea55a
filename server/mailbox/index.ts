export { labelOf, SYSTEM_LABEL } from "./label.core";
