import FoundationEssentials

/// Where tests leave files to look at: the folder that `SEPAL_SAMPLES` names, or nowhere.
enum SampleFiles {
  static func write(_ bytes: [UInt8], name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["SEPAL_SAMPLES"] else { return }
    try Data(bytes).write(to: URL(filePath: folder).appending(path: name))
  }
}
