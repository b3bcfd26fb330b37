import Foundation

/// A program that reads PDFs, where the machine has it.
struct ExternalTool {
  let path: String

  /// Nil where none of the usual folders has it.
  init?(_ name: String) {
    let candidates = ["/usr/bin/\(name)", "/usr/local/bin/\(name)"]
    guard let path = candidates.first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    self.path = path
  }

  static func isInstalled(_ name: String) -> Bool { ExternalTool(name) != nil }

  /// The tool's status and output for `pdf`, whose file name takes the place of "@".
  func run(_ arguments: [String], on pdf: [UInt8]) throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "sepal-\(UUID().uuidString).pdf")
    try Data(pdf).write(to: file)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments.map { $0 == "@" ? file.path : $0 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    try FileManager.default.removeItem(at: file)
    return (process.terminationStatus, output)
  }
}
