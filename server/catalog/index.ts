export type { IncomingProduct, ProductPolicy } from "./apply.core";
export { findBestsellers, findBoughtBy, pickProducts } from "./blocks";
export {
  foreseeProducts,
  type ProductCounts,
  recordProducts,
  undoImportedProducts,
} from "./intake";
export type { ListedProduct } from "./list-queries";
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
export { type CatalogProduct, isShowable, type ProductNeeds } from "./showable.core";
