/** Facts as name and value, one under the other. A fact that is not known is left out by the view. */
import './facts.css'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Fact {
  readonly name: string
  readonly value: ReactNode
}

export interface FactListProps {
  readonly facts: readonly Fact[]
  /** For panes and columns with little width. */
  readonly isNarrow?: boolean
}

export function FactList({ facts, isNarrow = false }: FactListProps) {
  return (
    <dl className={classNames('fact-list', isNarrow && 'narrow')}>
      {facts.map((fact) => (
        <div key={fact.name} className="fact">
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  )
}
