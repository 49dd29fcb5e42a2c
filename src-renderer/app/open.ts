/**
 * Hands what came from outside (dropped files, opened files, references) to the feature that takes it.
 * Features use this file, so it must not import their list: the two would wait for each other.
 */
import type { Feature } from './feature.ts'

let known: readonly Feature[] = []

/** Says which features there are. Called once, at start-up. */
export function offerTo(features: readonly Feature[]): void {
  known = features
}

/** Offers paths to the features in turn until one takes them. */
export function openPaths(paths: readonly string[]): void {
  if (paths.length === 0) return
  known.some((feature) => feature.openPaths?.(paths) === true)
}

/** Offers a reference to the features in turn until one takes it. */
export function openReference(reference: string): void {
  known.some((feature) => feature.openReference?.(reference) === true)
}

/** Asks the feature that keeps images to add some. */
export function addImages(): void {
  known.some((feature) => feature.addImages?.() === true)
}
