/** The entries of the navigation, from all features, in their places. */
import type { NavigationEntry } from './feature.ts'
import { features } from './features.ts'

export const navigationEntries: readonly NavigationEntry[] = features
  .flatMap(({ navigation }) => (navigation === undefined ? [] : [navigation]))
  .toSorted((one, other) => one.place - other.place)
