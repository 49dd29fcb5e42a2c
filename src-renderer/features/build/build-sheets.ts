/** Which sheet about a build is open; nothing else. */
import { create } from 'zustand'
import type { BuildRecord } from '../../../src-shared/model/build.ts'
import type { AppError } from '../../../src-shared/model/error.ts'

export type BuildSheet =
  | { readonly kind: 'forget' | 'compare'; readonly build: BuildRecord }
  /** Something that was asked of a menu did not work. */
  | { readonly kind: 'problem'; readonly error: AppError }

export const useBuildSheet = create<{ readonly sheet: BuildSheet | null }>(() => ({ sheet: null }))

export function openBuildSheet(sheet: BuildSheet | null): void {
  useBuildSheet.setState({ sheet })
}
