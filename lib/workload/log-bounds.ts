import { integerProblem, type Memory, Value } from '../values';

/** How much log Nomad keeps per task and stream on the server's disk. */
export class LogBounds extends Value {
  /** Files per stream (`MaxFiles`). */
  readonly files: number;
  /** Size of one file (`MaxFileSizeMB`). */
  readonly fileSize: Memory;

  private constructor(files: number, fileSize: Memory) {
    super(integerProblem('log files', files, 1, 100) ?? fileSize.problem);
    this.files = files;
    this.fileSize = fileSize;
  }

  /** So many files for each of the two streams. @param files 1 to 100; @param fileSize size of one file. Their product counts against the ephemeral disk. */
  static of(this: void, files: number, fileSize: Memory): LogBounds {
    return new LogBounds(files, fileSize);
  }

  /** What they may fill, mebibytes, as Nomad counts it against the disk: files times size. */
  get totalMib(): number {
    return this.files * this.fileSize.mebibytes;
  }
}
