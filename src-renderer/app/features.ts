/** All features of the window, found by their files. */
import type { Feature } from './feature.ts'

const modules = import.meta.glob<{ readonly feature: Feature }>('../features/*/feature.{ts,tsx}', { eager: true })

export const features: readonly Feature[] = Object.values(modules).map((module) => module.feature)
