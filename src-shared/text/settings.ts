/** Sentences of Settings. */
export const settingsText = {
  title: 'Settings',
  sections: 'Sections',
  saveFailed: 'The setting was not saved',
  readFailed: 'The settings could not be read',

  appearance: 'Appearance',
  theme: 'Theme',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  density: 'Rows of lists',
  densities: { comfortable: 'Comfortable', compact: 'Compact, for long lists' },

  imageFolder: 'Where pulled images go',
  imageFolderHelp: 'Images that are here already stay where they are.',
  choose: 'Choose…',
  chooseTitle: 'Choose the folder for pulled images',
  save: 'Save',
  saved: 'Saved',
  notAbsolute: 'The path has to begin at the root, like /home/you/Containers.',

  network: 'Network',
  connections: 'Connections of one download',
  connectionsHelp: 'More is faster on a good line and harder on the server.',

  about: 'About',
  version: 'Version',
  runsIn: 'Runs in',
  faces: { window: 'a window', browser: 'the browser', terminal: 'the terminal', stdio: 'another program' },
  computer: 'Computer',
  filesInside: 'Files inside images',
  filesWork: 'can be looked at',
} as const
