export type { IncomingProduct, ProductPolicy } from "./apply.core";
/** What product blocks of letters ask, at preview and again at send. */
export { findBestsellers, findBoughtBy, pickProducts, searchProducts } from "./blocks";
export {
  addProducts,
  foreseeProducts,
  type ProductCounts,
  recordProducts,
  undoImportedProducts,
} from "./intake";
export type { ListedProduct } from "./list";
export {
  findKnownOrders,
  findTakenOrders,
  type IncomingLine,
  type IncomingOrder,
  orderKey,
  recordOrders,
  removeImportedOrders,
  type TakenOrder,
} from "./orders";
export type { ProductPage } from "./product";
export type { HiddenReason } from "./showable.core";
/** The rule they apply. @public */
export { type CatalogProduct, isShowable, type ProductNeeds } from "./showable.core";
