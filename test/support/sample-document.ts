// What the document says about the sample API as a whole.
import type { DocumentInfo } from '../../src/http/openapi-document.ts'

export const sampleInfo: DocumentInfo = {
  title: 'Sample API',
  version: '1.0.0',
  description: 'A sample of all kinds of operations.',
  contact: { name: 'Sample team' },
  license: { name: 'Apache License 2.0', identifier: 'Apache-2.0' },
  servers: [{ url: '/', description: 'This service (production)' }],
  tags: {
    models: 'Published models.',
    notes: 'Remarks of an organization.',
    unused: 'Nothing has this tag.',
  },
}
