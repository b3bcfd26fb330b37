public import Foundation

/// A headless Chromium that opens a page from disk once.
public enum Browser {
  public struct Visit {
    /// The document after its script ran.
    public var dom: String
    /// What the console was told, content security violations included.
    public var messages: [String]
    /// Addresses that the page asked the network for.
    public var requests: [String]
  }

  public static let executable: String? = ["chromium", "chromium-browser", "google-chrome"]
    .flatMap { name in ["/usr/bin/", "/usr/local/bin/", "/snap/bin/"].map { $0 + name } }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// Why a visit tells nothing about the page.
  public enum Failure: Error {
    case notInstalled
    /// With the end of what the browser said.
    case ended(status: Int32, messages: String)
    case keptNoNetworkLog
  }

  /// Opens `page` from a file of its own.
  public static func visit(_ page: String, fragment: String? = nil) throws -> Visit {
    try withPage(page) { folder, file in try visit(file, fragment: fragment, workingIn: folder) }
  }

  /// Opens a page that lies on disk, with what it refers to.
  public static func visit(file: URL) throws -> Visit {
    try withFolder { try visit(file, fragment: nil, workingIn: $0) }
  }

  private static func visit(
    _ file: URL, fragment: String?, workingIn folder: URL
  ) throws -> Visit {
    let log = folder.appending(path: "net.json")
    let address = file.absoluteString + (fragment.map { "#" + $0 } ?? "")
    let (output, messages) = try run(
      ["--dump-dom", "--log-net-log=\(log.path())", address], in: folder)
    return Visit(
      dom: output,
      messages: messages.split(separator: "\n").map(String.init).filter {
        $0.contains(":CONSOLE")
      },
      requests: try requests(in: log))
  }

  /// The first screen as PNG.
  public static func screenshot(_ page: String, isDark: Bool = false) throws -> Data {
    try withPage(page) { folder, file in
      let picture = folder.appending(path: "screen.png")
      let scheme = isDark ? 0 : 1
      _ = try run(
        [
          "--screenshot=\(picture.path())", "--window-size=1440,900",
          "--blink-settings=preferredColorScheme=\(scheme)", file.absoluteString,
        ], in: folder)
      return try Data(contentsOf: picture)
    }
  }

  private static func withPage<Result>(
    _ page: String, _ body: (_ folder: URL, _ file: URL) throws -> Result
  ) throws -> Result {
    try withFolder { folder in
      let file = folder.appending(path: "report.html")
      try Data(page.utf8).write(to: file)
      return try body(folder, file)
    }
  }

  private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sepal-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      do {
        try FileManager.default.removeItem(at: folder)
      } catch {
        print("\(folder.path()) is left behind: \(error)")
      }
    }
    return try body(folder)
  }

  /// Output goes through files: a full pipe would stop the browser before it ends.
  private static func run(_ arguments: [String], in folder: URL) throws -> (String, String) {
    let process = Process()
    guard let executable else { throw Failure.notInstalled }
    process.executableURL = URL(filePath: executable)
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-extensions",
        // Whatever the browser itself would like to fetch, it stays on this machine.
        "--host-resolver-rules=MAP * ~NOTFOUND", "--enable-logging=stderr",
        "--virtual-time-budget=4000",
        "--user-data-dir=\(folder.appending(path: "profile").path())",
      ] + arguments
    let files = ["out", "err"].map { folder.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    guard process.terminationStatus == 0 else {
      throw Failure.ended(
        status: process.terminationStatus, messages: String(texts[1].suffix(2000)))
    }
    return (texts[0], texts[1])
  }

  /// The addresses in a network log that came from a page on disk.
  private static func requests(in log: URL) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: log), as: UTF8.self)
    guard text.contains("\"constants\"") else { throw Failure.keptNoNetworkLog }
    return text.split(separator: "\n").compactMap { line in
      guard line.contains("\"network_isolation_key\":\"file://"),
        let match = line.firstMatch(of: /"url":"([^"]*)"/)
      else { return nil }
      let isLocal = ["file:", "data:", "blob:"].contains { match.1.hasPrefix($0) }
      return isLocal ? nil : String(match.1)
    }
  }
}
