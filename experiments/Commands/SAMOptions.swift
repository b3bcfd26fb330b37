import ArgumentParser
import Experiments
import Foundation
import Vision

/// What `--masks sam` and `--masks sam-nano` need to know.
struct SAMOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "SAM’s weights, for “--masks sam”; “doctor” says which model a file holds.",
      valueName: "file"))
  var checkpoint: String?

  @Option(
    help: ArgumentHelp(
      """
      How “--masks sam” asks for masks: \(MaskGeneratorOptions.presetNames) (default: reference, \
      or sam-nano if the weights are its).
      """,
      valueName: "preset"))
  var samPreset: String?

  @Option(help: "SAM’s and sam-nano’s arithmetic: f32, or bf16, which is faster and coarser.")
  var precision = Precision.f32

  func validate() throws {
    if let samPreset, MaskGeneratorOptions.preset(samPreset) == nil {
      throw ValidationError(
        "--sam-preset takes \(MaskGeneratorOptions.presetNames), not “\(samPreset)”")
    }
  }

  /// What `--masks sam` means.
  ///
  /// Throws: `Failure` without weights; what `Checkpoint.source` throws.
  func source() throws -> SAMSource {
    guard let checkpoint else {
      throw Failure(.usage, "--masks sam needs SAM’s weights: --checkpoint FILE")
    }
    return try Checkpoint.source(path: checkpoint, precision: precision) { model in
      samPreset.flatMap(MaskGeneratorOptions.preset) ?? model.usualSettings
    }
  }

  /// What `--masks sam-nano` means. Throws: `WeightsError`.
  func nano() throws -> SAMSource {
    try Checkpoint.source(path: nil, precision: precision, settings: \.usualSettings)
  }

  /// The words that ask for the same of `masks`, without folders.
  func words(for masks: [String]) -> [String] {
    var words: [String] = []
    if masks.contains("sam"), let checkpoint {
      words += ["--checkpoint", URL(filePath: checkpoint).lastPathComponent]
      if let samPreset { words += ["--sam-preset", samPreset] }
    }
    if precision != .f32, masks.contains(where: { $0 == "sam" || $0 == "sam-nano" }) {
      words += ["--precision", precision.rawValue]
    }
    return words
  }
}
