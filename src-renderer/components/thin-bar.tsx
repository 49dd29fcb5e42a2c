/** Refreshing: the old content stays, and a thin bar at the top of it moves. Takes no room. */
import './states.css'
import { classNames } from './class-names.ts'

export function ThinBar({ isOn }: { readonly isOn: boolean }) {
  return <div className={classNames('thin-bar', isOn && 'on')} aria-hidden="true" />
}
