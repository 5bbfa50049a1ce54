// The script tag's entry: what it exports becomes the one global `uptake`.
export { createUptake } from './create-uptake.ts'
