// Where drizzle-kit finds the tables and puts the migrations. Run by `npx drizzle-kit generate` only.
import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'postgresql',
  schema: './src/db/tables/*.ts',
  out: './drizzle',
  casing: 'snake_case',
  entities: { roles: false },
})
