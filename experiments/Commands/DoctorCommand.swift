import ArgumentParser
import Experiments
import Foundation
import Report
import Vision

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks libraries, fonts, weights, data and cache; says how to mend each.",
    discussion: """
      Example: sepal doctor --dataset VOC2012 --pseudo transcam=labels/transcam
      Of model weights: sepal doctor --checkpoint sam_vit_b_01ec64.pth
      """)

  @OptionGroup var options: StudyOptions
  @Flag(help: "Print JSON.") var json = false

  struct Check: Codable {
    var name: String
    var isWell: Bool
    var detail: String
  }

  func run() async throws {
    try await Failure.reporting {
      if let checkpoint = options.sam.checkpoint {
        let report = try CheckpointReport(path: checkpoint)
        Terminal.print(json ? try JSONText.encode(report) : report.text)
        return
      }
      var checks = (LibraryVersions.vision + LibraryVersions.drawing).map {
        Check(name: $0.name, isWell: true, detail: $0.version)
      }
      checks.append(
        check("fonts") {
          _ = try FontFiles(); return "Inter and JetBrains Mono"
        })
      checks += [PublishedCheckpoint.samNano, .efficientNetLite0].map { file in
        check("weights \(file.name)") {
          _ = try file.path(environment: ProcessInfo.processInfo.environment)
          return "\(file.size) bytes, of \(file.origin)"
        }
      }
      checks.append(
        check("cache") {
          let cache = try Cache(folder: options.cacheFolder)
          guard cache.damage.isEmpty else {
            throw Failure(.badData, cache.damage.joined(separator: "; "))
          }
          return "\(cache.usage.reduce(0) { $0 + $1.objects }) objects"
        })
      if !options.isScenes {
        checks.append(
          check("data set") {
            let dataset = try options.openedDataset()
            let missing = dataset.samples.filter {
              !FileManager.default.fileExists(atPath: $0.imagePath)
            }
            guard missing.isEmpty else {
              throw Failure(
                .missingInput,
                "\(missing.count) of \(dataset.samples.count) images are missing, "
                  + "the first is \(missing[0].imagePath)")
            }
            return "\(dataset.samples.count) images"
          })
      }
      for pair in options.pseudo {
        checks.append(
          check("labels \(pair.prefix { $0 != "=" })") {
            let folder = try LabelFolder(path: String(pair.drop { $0 != "=" }.dropFirst()))
            return "\(try folder.ids().count) label maps"
          })
      }
      if json {
        Terminal.print(try JSONText.encode(checks))
      } else {
        for check in checks {
          Terminal.print("\(check.isWell ? "ok  " : "FAIL") \(check.name): \(check.detail)")
        }
      }
      if checks.contains(where: { !$0.isWell }) {
        throw ExitCode(Failure.Status.missingInput.rawValue)
      }
    }
  }

  private func check(_ name: String, _ body: () throws -> String) -> Check {
    do {
      return Check(name: name, isWell: true, detail: try body())
    } catch {
      return Check(name: name, isWell: false, detail: Failure(error).description)
    }
  }
}
