import { type GraphiQLPlugin, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useWords } from '../../words/words-context.js';
import { type Example, examplesByKind } from './examples.js';
import css from './try-graph.module.css';

/** A shelf in GraphiQL with the example operations. */
export const examplesPlugin: GraphiQLPlugin = {
  title: 'Examples',
  icon: () => (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8" aria-hidden="true">
      <path d="M5 4h9l5 5v11H5ZM14 4v5h5M8.500 13h7M8.500 16.500h7" />
    </svg>
  ),
  content: Examples,
};

function Examples() {
  const { t } = useWords();
  const { addTab } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(({ queryEditor, variableEditor }) => ({
    queryEditor,
    variableEditor,
  }));
  const open = ({ query, variables }: Example) => {
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    queryEditor?.focus();
  };

  return (
    <div className={css.examples}>
      <h2>{t('developers.examples')}</h2>
      {examplesByKind().map(([kind, examples]) => (
        <section key={kind}>
          <h3>{kind}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.title}>
                <button type="button" onClick={() => open(example)}>
                  {example.title}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
