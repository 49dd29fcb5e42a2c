/**
 * The sections of Settings. Each feature that has something to set adds its own, so that the view of
 * Settings needs to know none of them.
 */
import type { ComponentType } from 'react'

export interface SettingsSection {
  /** Its part of the address: `/settings/<id>`. */
  readonly id: string
  readonly title: string
  /** Sections stand in this order. */
  readonly order: number
  readonly component: ComponentType
}

const sections: SettingsSection[] = []

/** Called by features while they load. */
export function addSettingsSection(section: SettingsSection): void {
  sections.push(section)
}

export function settingsSections(): readonly SettingsSection[] {
  return sections.toSorted((one, other) => one.order - other.order)
}
