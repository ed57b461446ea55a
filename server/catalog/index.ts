export {
  findKnownOrders,
  type IncomingOrder,
  orderKey,
  recordOrders,
  removeImportedOrders,
} from "./orders";
