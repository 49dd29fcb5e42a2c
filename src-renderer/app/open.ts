/** Hands what came from outside (dropped files, opened files, references) to the feature that takes it. */
import { features } from './features.ts'

/** Offers paths to the features in turn until one takes them. */
export function openPaths(paths: readonly string[]): void {
  if (paths.length === 0) return
  features.some((feature) => feature.openPaths?.(paths) === true)
}

/** Offers a reference to the features in turn until one takes it. */
export function openReference(reference: string): void {
  features.some((feature) => feature.openReference?.(reference) === true)
}

/** Asks the feature that keeps images to add some. */
export function addImages(): void {
  features.some((feature) => feature.addImages?.() === true)
}
