import type { ErrorCode } from "../kernel";
import { type Cell, cellsOf, failed, faultOf, hasWrongWidth, keep } from "./cells.core";
import type { FileRow, PlanRules, ProductRow } from "./rows.core";
import {
  readCurrency,
  readLine,
  readPrice,
  readStock,
  readText,
  readWebAddress,
} from "./values.core";

function takeProductCell(row: ProductRow, cell: Cell): ErrorCode | null {
  const { target } = cell.plan;
  const { fields } = row;
  const decimal = cell.plan.decimal ?? "point";
  switch (target.to) {
    case "sku":
      return keep(readLine(cell.text, 200), (value) => {
        row.sku = value;
      });
    case "name":
      return keep(readLine(cell.text, 300), (value) => {
        fields.name = value;
      });
    case "description":
      return keep(readText(cell.text, 5000), (value) => {
        fields.description = value;
      });
    case "category":
      return keep(readLine(cell.text, 200), (value) => {
        fields.category = value;
      });
    case "url":
      return keep(readWebAddress(cell.text), (value) => {
        fields.url = value;
      });
    case "imageUrl":
      return keep(readWebAddress(cell.text), (value) => {
        fields.image_url = value;
      });
    case "price":
      return keep(readPrice(cell.text, decimal), (value) => {
        fields.price = value;
      });
    case "currency":
      return keep(readCurrency(cell.text), (value) => {
        fields.currency = value;
      });
    case "stock":
      return keep(readStock(cell.text, decimal), (value) => {
        fields.stock = value;
      });
    default:
      return null;
  }
}

/**
 * A row of a products file. Without a usable article number, or with a wrong number of cells, the
 * row fails; a price goes with its currency; any other fault drops its cell.
 */
export function readProduct(row: FileRow, rules: PlanRules): ProductRow {
  const product: ProductRow = { line: row.line, sku: "", fields: {}, faults: [], isFailed: false };
  if (hasWrongWidth(row, rules)) return failed(product, "CSV_COLUMNS");
  let hasUnknownCurrency = false;
  for (const cell of cellsOf(row, rules)) {
    const code = takeProductCell(product, cell);
    if (!code) continue;
    product.faults.push(faultOf(cell, code));
    if (cell.plan.target.to === "sku") product.isFailed = true;
    if (cell.plan.target.to === "currency") hasUnknownCurrency = true;
  }
  // A price in nobody knows which currency is none.
  if (hasUnknownCurrency) product.fields.price = undefined;
  else if (product.fields.price !== undefined) product.fields.currency ??= rules.currency;
  if (!product.isFailed && product.sku === "") return failed(product, "ROW_SKU_MISSING");
  return product;
}
