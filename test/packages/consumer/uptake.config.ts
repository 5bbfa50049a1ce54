/** A configuration as a project of its own writes it, without anything of ours. */
export default {
  model: {
    actions: {
      report_created: { feature: 'reports', properties: { title: 'string', rows: 'number?', tags: 'string[]?' } },
      report_shared: { counterparts: 'with' },
      rows_imported: { volume: 'rows', feature: { property: 'source' } },
      signed_in: { passive: true },
    },
    dimensions: { frequency: { amount: 'days', target: 3, weight: 1 } },
    activation: { actions: ['report_created', 'report_shared'] },
  },
} as const
