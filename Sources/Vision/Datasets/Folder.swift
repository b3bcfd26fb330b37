import Foundation

/// What a folder holds.
enum Folder {
  /// Whether `path` is a folder, or a link to one.
  static func exists(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    // Sound: the flag is written before the call returns and no pointer to it is kept.
    let exists = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    return exists && isFolder.boolValue
  }

  /// The names of what is in the folder, by UTF-8 bytes, those that begin with a dot left out.
  ///
  /// Throws: `DatasetError.unreadableFolder`.
  static func names(in path: String) throws(DatasetError) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw .unreadableFolder(path: path, reason: reason(of: error))
    }
    return names.filter { !$0.hasPrefix(".") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The system's words; Foundation's depend on the language.
  private static func reason(of error: any Error) -> String {
    guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
    return SystemError(code: cause.code.rawValue).reason
  }
}
