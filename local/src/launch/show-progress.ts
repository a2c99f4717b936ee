import { Listr, type ListrTaskWrapper } from 'listr2';

type Wrapper = Pick<ListrTaskWrapper<unknown, never, never>, 'title' | 'output'>;

interface Step {
  title: string;
  done: PromiseWithResolvers<void>;
  shown?: Wrapper;
}

/** Shows the steps of a start as they happen: live on a terminal, as lines elsewhere. */
export async function showProgress<T>(
  titles: readonly string[],
  work: (onStep: (step: string) => void) => Promise<T>,
): Promise<T> {
  const steps: Step[] = titles.map((title) => ({
    title,
    begun: Promise.withResolvers(),
    done: Promise.withResolvers(),
  }));
  const board = new Listr(
    steps.map((step) => ({
      title: step.title,
      task: async (_context: unknown, task: Wrapper) => {
        step.shown = task;
        await step.done.promise.finally(() => {
          task.title = step.title;
        });
      },
    })),
    {
      rendererOptions: { collapseErrors: false, showErrorMessage: false },
      fallbackRendererCondition: () => process.stdout.isTTY !== true,
      fallbackRenderer: 'simple',
      exitOnError: true,
      // It would end the process at once and leave PostgreSQL behind.
      registerSignalListeners: false,
    },
  );
  for (const { done } of steps) done.promise.catch(() => undefined);
  const shown = board.run().catch(() => undefined);
  try {
    const result = await work((text) => advance(steps, text));
    for (const { done } of steps) done.resolve();
    return result;
  } catch (error) {
    // Whoever started it tells the reason once, below the board.
    for (const { done } of steps) done.reject(new Error('the reason is below'));
    throw error;
  } finally {
    await shown;
  }
}

/** `Subgraphs: fleet` begins the step `Subgraphs`, ends those before it, and shows `fleet` beside it. */
function advance(steps: readonly Step[], text: string): void {
  const [title, detail] = text.split(': ', 2);
  const at = steps.findIndex((step) => step.title === title);
  for (const step of steps.slice(0, Math.max(at, 0))) step.done.resolve();
  const shown = steps[at]?.shown;
  if (shown !== undefined && detail !== undefined) shown.title = `${title}: ${detail}`;
}
