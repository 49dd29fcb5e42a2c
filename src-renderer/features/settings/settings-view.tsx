/** Settings: its sections at the left, the chosen one beside them. */
import './settings.css'
import { Link } from 'react-aria-components'
import { settingsText } from '../../../src-shared/text/settings.ts'
import { addressOf, type RouteOf } from '../../app/address.ts'
import { settingsSections } from '../../app/settings-sections.ts'

export function SettingsView({ route }: { readonly route: RouteOf<'settings'> }) {
  const sections = settingsSections()
  const chosen = sections.find(({ id }) => id === route.section) ?? sections[0]
  if (chosen === undefined) return null
  const Section = chosen.component
  return (
    <div className="settings">
      <nav className="settings-nav" aria-label={settingsText.sections}>
        <h2>{settingsText.title}</h2>
        {sections.map((section) => (
          <Link
            key={section.id}
            href={addressOf.settings(section.id)}
            {...(section === chosen ? { 'aria-current': 'page' } : {})}
          >
            {section.title}
          </Link>
        ))}
      </nav>
      <section className="pane settings-section" aria-label={chosen.title} data-region="detail">
        <Section />
      </section>
    </div>
  )
}
