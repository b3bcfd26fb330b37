import Foundation
import PackagePlugin

/// Puts the experiments' own Swift and the commit they were built from into the command, so that a
/// report can show what made it wherever the command is run.
@main
struct EmbedSources: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let package = context.package.directoryURL
    return [
      .prebuildCommand(
        displayName: "Embedding the experiments' sources",
        executable: URL(filePath: "/bin/sh"),
        arguments: [
          package.appending(path: "scripts/embed-sources").path(),
          package.path(),
          context.pluginWorkDirectoryURL.path(),
        ],
        outputFilesDirectory: context.pluginWorkDirectoryURL)
    ]
  }
}
