/**
 * What a feature gives to the window. Each folder under `features` that has something to show holds a
 * `feature.ts(x)` which exports `feature: Feature`; the window finds it by that name. The window knows
 * nothing else of a feature, and features know nothing of each other but addresses.
 */
import type { ComponentType } from 'react'
import type { ErrorActionProps } from '../components/error-actions.tsx'
import type { IconName } from '../components/icon.tsx'
import type { RouteName, RouteOf } from './address.ts'
import type { CommandProvider } from './commands.ts'

/** What stands beside a view's name in the navigation. */
export type NavigationBadge =
  /** A quiet number that counts things. */
  | { readonly kind: 'count'; readonly count: number }
  /** An amber pill: this many wait for the user. */
  | { readonly kind: 'review'; readonly count: number }
  /** A ring: this many run, and this share of them is done (0 to 1, null: not known). */
  | { readonly kind: 'progress'; readonly running: number; readonly fraction: number | null }

export interface NavigationEntry {
  /** Place from the top; also the digit of its shortcut. 1 Library, 2 Images, 3 Keys, 4 Builds, 5 Activity, 6 Settings. */
  readonly place: 1 | 2 | 3 | 4 | 5 | 6
  readonly label: string
  readonly icon: IconName
  readonly address: string
  /** Views under which this entry is marked as the place where one is. */
  readonly routes: readonly RouteName[]
  /** A hook; called on every render of the navigation. */
  readonly useBadge?: () => NavigationBadge | null
}

export type ViewTable = { readonly [Name in RouteName]?: ComponentType<{ readonly route: RouteOf<Name> }> }

export interface Feature {
  /** The name of its folder. */
  readonly name: string
  readonly navigation?: NavigationEntry
  /** A component per view; may be made with `lazy`. */
  readonly views?: ViewTable
  readonly commands?: readonly CommandProvider[]
  /** Left and right end of the status bar. */
  readonly statusStart?: ComponentType
  readonly statusEnd?: ComponentType
  /** Mounted beside all views, for sheets that can be opened from anywhere. */
  readonly overlay?: ComponentType
  /** A way on from errors of its domain, shown beside them in every view; nothing for other errors. */
  readonly errorAction?: ComponentType<ErrorActionProps>
  /** Files or folders that were dropped on the window or opened with the application. True: taken. */
  readonly openPaths?: (paths: readonly string[]) => boolean
  /** A reference from a deep link: shows what can be done with it. True: taken. */
  readonly openReference?: (reference: string) => boolean
  /** The menu's *Add images…*. True: taken. */
  readonly addImages?: () => boolean
}
